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
  'receipts.purpose': { zh: '用途', en: 'purpose' },
  'receipts.rows': { zh: '行数', en: 'rows' },
  'receipts.withheld': { zh: '扣下', en: 'withheld' },
  'sync.nothing': {
    zh: '没有可送的资源：草稿先核对，再在 provide 中写明出口',
    en: 'nothing to deliver: review the drafts, and name an exit under provide',
  },
  'sync.done': { zh: '{rows} 行，{seconds} 秒，每秒 {rate} 行', en: '{rows} rows in {seconds} s, {rate} rows/s' },
  'sync.resumed': {
    zh: '从断点继续，共 {rows} 行，本次 {seconds} 秒',
    en: 'went on from where it stopped: {rows} rows in all, {seconds} s this time',
  },
  'sync.file': { zh: '文件：{file}', en: 'file: {file}' },
  'sync.withheld': { zh: '扣下的数据项：{items}', en: 'items withheld: {items}' },
  'sync.rejected': { zh: '{count} 行不合规定，见 {file}', en: '{count} rows were not valid, see {file}' },
  'sync.warning': {
    zh: '{item}：{count} 个值 {code}，已放行或置空',
    en: '{item}: {count} values {code}, let pass or made null',
  },
  'start.up': { zh: '{system} 的对接代理已启动：{address}', en: 'the agent of {system} is up: {address}' },
  'start.reached': { zh: '平台经 {agentUrl} 访问', en: 'the platform reaches it at {agentUrl}' },
  'start.unreachable': {
    zh: '清单没有写 platform.agentUrl，平台不会转来请求',
    en: 'the manifest names no platform.agentUrl: the platform forwards nothing to it',
  },
  'start.scheduled': { zh: '定时送出：{exchange}', en: 'delivered again and again: {exchange}' },
  'start.pages': {
    zh: '接口说明 {address}/openapi.json，健康 {address}/health，指标 {address}/metrics',
    en: 'interface {address}/openapi.json, health {address}/health, metrics {address}/metrics',
  },
  'publish.enrolled': { zh: '已在平台登记本对接的公钥', en: "the docking's public key is enrolled" },
  'publish.done': {
    zh: '已发布 {system} 第 {version} 版：{resources} 个资源，{operations} 个操作',
    en: 'published {system}, version {version}: {resources} resources, {operations} operations',
  },
  'publish.same': {
    zh: '平台上已是同样的内容（第 {version} 版）',
    en: 'the platform has the same already (version {version})',
  },
  'publish.drafts': { zh: '未发布的草稿：{names}', en: 'drafts, not published: {names}' },
  'platform.up': { zh: '平台已启动：{url}', en: 'the platform is up: {url}' },
  'platform.token': { zh: '管理员令牌在 {file}', en: "the administrator's token is in {file}" },
  'platform.code': { zh: '{system} 的登记码：{code}', en: 'enrolment code of {system}: {code}' },
  'platform.stop': { zh: '按 Ctrl-C 停止', en: 'Ctrl-C stops it' },
} as const
