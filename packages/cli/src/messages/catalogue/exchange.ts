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
  'receipts.broken': { zh: '存证链有问题：核验了 {count} 条', en: 'the chain of receipts is broken: {count} verified' },
  'receipts.fault.altered': {
    zh: '第 {number} 条被改动（第 {line} 行）',
    en: 'number {number} was altered (line {line})',
  },
  'receipts.fault.unchained': {
    zh: '第 {number} 条接不上前一条（第 {line} 行）：两条之一被重写',
    en: 'number {number} does not follow from the one before (line {line}): one of the two was written anew',
  },
  'receipts.fault.missing': { zh: '缺第 {number} 至 {through} 条', en: 'numbers {number} to {through} are missing' },
  'receipts.fault.moved': { zh: '第 {number} 条被移到第 {line} 行', en: 'number {number} was moved to line {line}' },
  'receipts.fault.repeated': {
    zh: '第 {number} 条在第 {line} 行重复',
    en: 'number {number} is repeated in line {line}',
  },
  'receipts.fault.shape': { zh: '第 {line} 行不是存证', en: 'line {line} is no receipt' },
  'receipts.fault.truncated': {
    zh: '末尾被截断：缺第 {number} 至 {through} 条',
    en: 'the end was cut off: numbers {number} to {through} are missing',
  },
  'receipts.fault.replaced': {
    zh: '第 {number} 条不是当时留存的那条（第 {line} 行）：存证链被重做',
    en: 'number {number} is not the one that was anchored (line {line}): the chain was made anew',
  },
  'receipts.fault.head': {
    zh: '第 {number} 条处的链头签名不成立',
    en: 'the signature of the head at number {number} does not hold',
  },
  'receipts.fault.anchor': {
    zh: '第 {number} 条处的平台签名不成立',
    en: "the platform's signature at number {number} does not hold",
  },
  'receipts.moreFaults': { zh: '另有 {count} 处问题', en: 'and {count} more' },
  'receipts.redacted': {
    zh: '{count} 条已删除个人信息，链仍成立',
    en: '{count} redacted: what was personal was erased, the chain holds',
  },
  'receipts.begins': {
    zh: '从第 {first} 条起；之前的已归档在别处，未核验',
    en: 'begins with number {first}; what is before was archived elsewhere and is not verified',
  },
  'receipts.excerpt': {
    zh: '这是节选：每条的内容已核验；是否齐全、是否属于该链，未证明',
    en: 'an excerpt: the content of each was verified; that none is left out, and that they belong to the chain, is not proven',
  },
  'receipts.proof.anchored': {
    zh: '至第 {number} 条：平台 {by} 于 {at} 见证；其后任何人改、删、截断都会被发现',
    en: 'up to number {number}: seen by the platform {by} at {at}; nobody can have altered, removed or cut off anything since',
  },
  'receipts.proof.signed': {
    zh: '第 {from} 至 {number} 条：{by} 于 {at} 签名；没有其密钥的人不能重做，持有密钥的人能',
    en: 'numbers {from} to {number}: signed by {by} at {at}; nobody without its key can have made them anew, its holder can',
  },
  'receipts.proof.chained': {
    zh: '第 {from} 至 {last} 条：只有链，没有签名；能写该文件的人可以重做或截断，未证明没有',
    en: 'numbers {from} to {last}: chained only; whoever can write the file can have made them anew or cut off what followed, and nothing proves otherwise',
  },
  'receipts.exported': { zh: '已导出 {count} 条到 {folder}', en: '{count} exported to {folder}' },
  'receipts.archived': { zh: '已归档 {count} 条到 {folder}', en: '{count} archived in {folder}' },
  'receipts.nothing': { zh: '没有这样的存证', en: 'there are no such receipts' },
  'receipts.erased': { zh: '已从 {count} 条中删除个人信息', en: 'what was personal was erased from {count}' },
  'receipts.none': { zh: '还没有存证', en: 'there are no receipts yet' },
  'outcome.delivered': { zh: '已送出', en: 'delivered' },
  'outcome.answered': { zh: '已答复', en: 'answered' },
  'outcome.accepted': { zh: '已接收', en: 'accepted' },
  'outcome.refused': { zh: '已拒绝', en: 'refused' },
  'outcome.queued': { zh: '排队中', en: 'queued' },
  'outcome.failed': { zh: '失败', en: 'failed' },
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
  'sync.tried': {
    zh: '试送 {rows} 行，{seconds} 秒；已全部撤回，没有留下任何东西',
    en: '{rows} rows tried in {seconds} s; all of it was taken back, nothing stays',
  },
  'sync.wouldReject': { zh: '{count} 行不合规定，不会送达：', en: '{count} rows are not valid and would be left out:' },
  'sync.resumed': {
    zh: '从断点继续，共 {rows} 行，本次 {seconds} 秒',
    en: 'went on from where it stopped: {rows} rows in all, {seconds} s this time',
  },
  'sync.file': { zh: '文件：{file}', en: 'file: {file}' },
  'sync.withheld': { zh: '扣下的数据项：{items}', en: 'items withheld: {items}' },
  'sync.rejected': { zh: '{count} 行不合规定，见 {file}', en: '{count} rows were not valid, see {file}' },
  'sync.receipts': {
    zh: '待回执 {awaited} 批，逾期 {overdue} 批，不符 {contradicting} 批',
    en: 'receipts: {awaited} awaited, {overdue} overdue, {contradicting} contradicting',
  },
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
  'publish.report': {
    zh: '平台已收下符合性报告：{level}',
    en: 'the platform has taken the conformance report: {level}',
  },
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
