/** `berth sync`, `start`, `publish`, `receipts`, and long work in general. */
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
} as const
