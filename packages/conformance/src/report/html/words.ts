/** What the page says, besides the report itself. */
export const words = {
  title: { zh: '符合性报告', en: 'Conformance report' },
  chinese: { zh: '中文', en: '中文' },
  role: {
    connector: { zh: '连接器', en: 'Connector' },
    docking: { zh: '对接', en: 'Docking' },
    platform: { zh: '平台', en: 'Platform' },
  },
  level: {
    none: { zh: '未达到基本级', en: 'no level' },
    basic: { zh: '基本级', en: 'basic' },
    standard: { zh: '标准级', en: 'standard' },
    full: { zh: '完全级', en: 'full' },
  },
  claims: {
    basic: {
      zh: '至少一个单元可用，没有泄漏',
      en: 'one cell works, nothing leaks',
    },
    standard: {
      zh: '声明的都可用：续传、类型、文本',
      en: 'all that is declared: resume, types, text',
    },
    full: {
      zh: '全部故障、负载与只读证明',
      en: 'every fault, load, the proof of reading only',
    },
  },
  outcome: {
    passed: { zh: '通过', en: 'passed' },
    failed: { zh: '未通过', en: 'failed' },
    exempted: { zh: '豁免', en: 'exempted' },
    'not-applicable': { zh: '不适用', en: 'not applicable' },
  },
  mark: { passed: '✓', failed: '✗', exempted: '!', 'not-applicable': '–' },
  verdict: {
    held: { zh: '达到{level}', en: 'Level {level} is held' },
    failed: { zh: '未通过', en: 'Not passed' },
    partial: {
      zh: '部分检验，不评定等级',
      en: 'A partial run: no level is given',
    },
    expired: {
      zh: '已过期（曾达到{level}）',
      en: 'Expired (level {level} was held)',
    },
  },
  held: { zh: '达到', en: 'held' },
  notHeld: { zh: '未达到', en: 'not held' },
  levels: { zh: '等级', en: 'Levels' },
  failures: { zh: '未通过的用例', en: 'What failed' },
  findings: {
    zh: '清单中的问题',
    en: 'What the manifest says that it should not',
  },
  exemptions: { zh: '豁免', en: 'Exemptions' },
  notes: { zh: '没有试的', en: 'Not tried' },
  notesAbout: {
    zh: '在这个系统上无法试，原因如下；相关用例只按试过的部分计，等级不包括这些。',
    en: 'These could not be tried on this system. Their cases count for the part that was tried, and the level does not vouch for the rest.',
  },
  inPart: {
    zh: '其中 {count} 个用例只试了一部分：等级不包括“没有试的”所列内容。',
    en: '{count} of its cases were tried in part only: the level does not vouch for what is listed as not tried.',
  },
  exemptedOf: {
    zh: '其中 {count} 个用例未通过，已豁免。',
    en: '{count} of its cases failed and are exempted.',
  },
  clauses: { zh: '逐条结果', en: 'Clause by clause' },
  durations: { zh: '最慢的用例', en: 'The slowest cases' },
  proof: { zh: '依据', en: 'What it stands on' },
  clause: { zh: '条款', en: 'Clause' },
  found: { zh: '发现', en: 'Found' },
  input: { zh: '输入', en: 'Input' },
  again: { zh: '重现', en: 'Again' },
  owner: { zh: '最可能的责任方', en: 'Likely owner' },
  next: { zh: '下一步', en: 'Next step' },
  seed: { zh: '种子', en: 'Seed' },
  system: { zh: '对方系统', en: 'Tried against' },
  contract: { zh: '契约版本', en: 'Contract' },
  kit: { zh: '套件', en: 'Kit' },
  started: { zh: '开始', en: 'Started' },
  took: { zh: '用时', en: 'Took' },
  seconds: { zh: '秒', en: 's' },
  signature: { zh: '签名', en: 'Signature' },
  signedBy: {
    zh: '由密钥 {key} 签名；用 berth report verify 核验 JSON 文件',
    en: 'by key {key}; berth report verify checks the JSON file',
  },
  unsigned: { zh: '没有签名', en: 'not signed' },
  mutation: { zh: '套件自证', en: 'Proof of the kit' },
  mutationAbout: {
    zh: '{defects} 种故意的缺陷中发现 {killed} 种',
    en: 'finds {killed} of {defects} deliberate defects',
  },
  digests: { zh: '所检验内容的 SHA-256', en: 'SHA-256 of what was tried' },
  none: { zh: '无', en: 'none' },
  reason: { zh: '原因', en: 'Reason' },
  answers: { zh: '负责人', en: 'Who answers' },
  until: { zh: '截止日', en: 'Until' },
  daysLeft: { zh: '还有 {days} 天', en: '{days} days left' },
  over: { zh: '已到期', en: 'over' },
  place: { zh: '位置', en: 'Place' },
  cases: { zh: '个用例', en: 'cases' },
  allPassed: { zh: '没有未通过的用例。', en: 'Nothing failed.' },
  footer: {
    zh: '本页自成一体，不含业务数据，也不请求任何网络资源。“不适用”的用例已确认会被如实拒绝；整个没有运行的用例按未通过计。',
    en: 'This page stands alone: it holds no data of a department and asks the network for nothing. Where a case does not apply, it was tried that the call is refused. A case that was not run at all counts as failed.',
  },
} as const

/** A text of two languages with its places filled. */
export function filled(
  text: { readonly zh: string; readonly en: string },
  values: (language: 'zh' | 'en') => Readonly<Record<string, string | number>>,
): { zh: string; en: string } {
  const fill = (language: 'zh' | 'en'): string =>
    text[language].replace(/\{(\w+)\}/g, (_place, name: string) => String(values(language)[name] ?? ''))
  return { zh: fill('zh'), en: fill('en') }
}
