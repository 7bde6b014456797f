/** `berth sync`, `start`, `publish`, `receipts`, `platform`, and long work in general. */
export const exchangeMessages = {
  'progress.line': {
    zh: '{label}：{count} {unit}，每秒 {rate} {unit}',
    en: '{label}: {count} {unit}, {rate} {unit}/s',
  },
  'unit.rows': { zh: '行', en: 'rows' },
  'unit.tables': { zh: '张表', en: 'tables' },
  'interruption.first': {
    zh: '正在收尾……再按一次 Ctrl-C 立即结束',
    en: 'Finishing what is under way; Ctrl-C again ends at once',
  },
  'receipts.whole': { zh: '存证链完整：{count} 条', en: 'the chain of receipts is whole: {count}' },
  'receipts.broken': {
    zh: '存证链在第 {number} 条断开（{problem}）',
    en: 'the chain of receipts breaks at number {number} ({problem})',
  },
  'receipts.none': { zh: '还没有存证', en: 'there are no receipts yet' },
  'receipts.number': { zh: '编号', en: 'no.' },
  'receipts.at': { zh: '时间', en: 'at' },
  'receipts.resource': { zh: '资源', en: 'resource' },
  'receipts.outcome': { zh: '结果', en: 'outcome' },
  'receipts.consumer': { zh: '使用方', en: 'consumer' },
  'receipts.rows': { zh: '行数', en: 'rows' },
  'receipts.withheld': { zh: '扣下', en: 'withheld' },
  'platform.up': { zh: '平台已启动：{url}', en: 'the platform is up: {url}' },
  'platform.token': { zh: '管理员令牌在 {file}', en: "the administrator's token is in {file}" },
  'platform.code': { zh: '{system} 的登记码：{code}', en: 'enrolment code of {system}: {code}' },
  'platform.stop': { zh: '按 Ctrl-C 停止', en: 'Ctrl-C stops it' },
} as const
