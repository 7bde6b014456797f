/** What the conformance kit found, told on the terminal. */
export const kitMessages = {
  'kit.trying': { zh: '检验', en: 'trying' },
  'unit.cases': { zh: '个用例', en: 'cases' },
  'kit.passed': { zh: '通过', en: 'passed' },
  'kit.failed': { zh: '未通过', en: 'failed' },
  'kit.not-applicable': { zh: '不适用', en: 'not applicable' },
  'kit.exempted': { zh: '豁免', en: 'exempted' },
  'kit.clause': { zh: '条款：  ', en: 'clause:     ' },
  'kit.found': { zh: '发现：  ', en: 'found:      ' },
  'kit.input': { zh: '输入：  ', en: 'given:      ' },
  'kit.replay': { zh: '重现：  ', en: 'again:      ' },
  'kit.exempt': {
    zh: '豁免 {id}：{reason}（{owner}，至 {expires}）',
    en: 'exempted {id}: {reason} ({owner}, until {expires})',
  },
  'kit.notTried': { zh: '未试：{note}', en: 'not tried: {note}' },
  'kit.total': {
    zh: '{subject}：{passed} 个用例通过，{failed} 个未通过，{applicable} 个不适用，{exempted} 个豁免；种子 {seed}，用时 {seconds} 秒',
    en: '{subject}: {passed} cases passed, {failed} failed, {applicable} not applicable, {exempted} exempted; seed {seed}, {seconds} s',
  },
  'kit.reached': { zh: '达到的等级：{level}', en: 'level reached: {level}' },
  'kit.inPart': {
    zh: '其中 {count} 个用例只试了一部分：等级不包括上面“未试”的内容',
    en: '{count} of its cases were tried in part only: the level does not vouch for what stands above as not tried',
  },
  'kit.partial': { zh: '只检验了一部分用例，不评定等级', en: 'only some of the cases were tried: no level is given' },
  'kit.writes': {
    zh: '检验会在该平台登记名称以 kit- 开头的业务系统和使用方，发布、授权、交换并留下存证。发布和授权在每个用例之后撤回；登记、版本、批次和存证无法删除。',
    en: 'The run enrols systems and consumers whose names begin with kit-, publishes, grants and delivers, and leaves receipts. What is published and granted is taken back behind each case; parties, versions, batches and receipts stay.',
  },
  'level.none': { zh: '未达到基本级', en: 'none' },
  'level.basic': { zh: '基本级', en: 'basic' },
  'level.standard': { zh: '标准级', en: 'standard' },
  'level.full': { zh: '完全级', en: 'full' },
} as const
