/** `berth report` and `berth check --report`. */
export const reportMessages = {
  'report.wrote': { zh: '报告写入 {file}', en: 'report written to {file}' },
  'report.state.proven': { zh: '已证实', en: 'proven ' },
  'report.state.open': { zh: '不确定', en: 'open   ' },
  'report.state.refuted': { zh: '不成立', en: 'refuted' },
  'report.fact.signature': { zh: '签名', en: 'signature' },
  'report.fact.contract': { zh: '契约', en: 'contract' },
  'report.fact.result': { zh: '结果', en: 'result' },
  'report.fact.age': { zh: '时效', en: 'age' },
  'report.fact.exemptions': { zh: '豁免', en: 'exemptions' },
  'report.fact.manifest': { zh: '清单', en: 'manifest' },
  'report.fact.packages': { zh: '软件包', en: 'packages' },
  'report.signature.signed': { zh: '签名后未被改动，签名者是 {key}', en: 'not altered since {key} signed it' },
  'report.signature.whole': {
    zh: '签名后未被改动；签名者自称 {key}，用 --key 给出可信公钥才能证实',
    en: 'not altered since it was signed by somebody who says {key}; give --key to prove who',
  },
  'report.signature.foreign': {
    zh: '由别的密钥签名，该密钥自称 {key}，不在可信公钥之列',
    en: 'signed by another key, which says {key} and is none of those trusted',
  },
  'report.signature.altered': { zh: '签名之后内容被改动', en: 'it was altered after it was signed' },
  'report.signature.unsigned': { zh: '没有签名，无人为它负责', en: 'nobody signed it' },
  'report.contract.same': {
    zh: '按契约 {contract} 检验，与本套件相同',
    en: 'tried against contract {contract}, as this kit does',
  },
  'report.contract.other': {
    zh: '按契约 {contract} 检验，本套件是 {here}：重新检验',
    en: 'tried against contract {contract}, and this kit has {here}: check again',
  },
  'report.result.reached': {
    zh: '达到{level}，{failed} 个用例未通过',
    en: 'level {level} is reached, {failed} cases failed',
  },
  'report.result.reachedInPart': {
    zh: '达到{level}，{failed} 个用例未通过；{exempted} 个豁免，{inPart} 个只试了一部分，等级不包括这些',
    en: 'level {level} is reached, {failed} cases failed; {exempted} are exempted and {inPart} were tried in part only, and it does not vouch for those',
  },
  'report.result.partial': { zh: '只检验了一部分用例，不评定等级', en: 'only some of the cases were tried: no level' },
  'report.result.below': {
    zh: '达到{level}，要求{wanted}；{failed} 个用例未通过',
    en: 'level {level} is reached, {wanted} is asked for; {failed} cases failed',
  },
  'report.result.findings': { zh: '清单有 {errors} 个错误', en: 'the manifest has {errors} errors' },
  'report.result.contradicts': {
    zh: '所称的等级或数目与它自己的结果矛盾',
    en: 'what it claims contradicts its own results',
  },
  'report.age.fresh': {
    zh: '{day} 检验，{days} 天前，不超过 {limit} 天',
    en: 'of {day}, {days} days ago, within {limit} days',
  },
  'report.age.old': {
    zh: '{day} 检验，已过 {days} 天，超过 {limit} 天',
    en: 'of {day}, {days} days ago, more than {limit}',
  },
  'report.age.future': {
    zh: '{day} 检验，在今天之后：核对时钟',
    en: 'of {day}, which is still to come: look at the clocks',
  },
  'report.exemptions.none': { zh: '没有豁免', en: 'no case is exempted' },
  'report.exemptions.hold': { zh: '{count} 项豁免都在有效期内', en: '{count} exemptions, none of which is over' },
  'report.exemptions.over': { zh: '豁免已到期：{cases}', en: 'exemptions are over: {cases}' },
  'report.manifest.same': { zh: '正是这里的 berth.yaml', en: 'it is about the berth.yaml that is here' },
  'report.manifest.other': { zh: 'berth.yaml 已改动：重新检验', en: 'berth.yaml was changed since: check again' },
  'report.manifest.absent': { zh: '这里没有 berth.yaml 可比', en: 'there is no berth.yaml here to compare with' },
  'report.manifest.untold': { zh: '报告不涉及清单', en: 'it is about no manifest' },
  'report.packages.same': {
    zh: '{count} 个软件包与所装的逐字节相同',
    en: 'the {count} packages are installed here, byte for byte',
  },
  'report.packages.other': {
    zh: '{count} 个软件包与所装的不同：{names}',
    en: '{count} packages are not what is installed here: {names}',
  },
  'report.packages.missing': {
    zh: '{count} 个软件包没有安装或版本不同：{names}',
    en: '{count} packages are not installed here in this version: {names}',
  },
  'report.packages.absent': {
    zh: '这里没有安装所检验的 {count} 个软件包',
    en: '{count} of its packages are not installed here',
  },
  'report.packages.untold': { zh: '报告不涉及软件包', en: 'it names no packages' },
  'report.holds': { zh: '报告可信', en: 'the report holds' },
  'report.holdsNot': { zh: '报告不可信：{facts}', en: 'the report does not hold: {facts}' },
  'ci.next': {
    zh: '下一步：提交这些文件；要签名，先 berth report key，把密钥放进 CI 的密钥 BERTH_SECRET_REPORT_KEY（GitHub：BERTH_REPORT_KEY）',
    en: 'next: commit these files. To sign, make a key with berth report key and keep it as the CI secret BERTH_SECRET_REPORT_KEY (GitHub: BERTH_REPORT_KEY)',
  },
  'report.keyMade': {
    zh: '密钥写入 {file}，只有属主可读；把内容放进 CI 的密钥 BERTH_SECRET_REPORT_KEY',
    en: 'key written to {file}, readable by its owner only; keep its content as the CI secret BERTH_SECRET_REPORT_KEY',
  },
  'report.keyPublic': { zh: '公钥，交给核验报告的人：', en: 'the public half, for those who verify reports:' },
} as const
