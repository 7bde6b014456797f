/** `berth init`, `berth add`, `berth connector new`. */
export const initMessages = {
  'init.title': { zh: '新建对接', en: 'A new docking' },
  'init.askSystem': { zh: '附近找到这些，要对接哪一个？', en: 'Found near by. Which one is to be docked?' },
  'init.otherSystem': { zh: '都不是', en: 'none of these' },
  'init.askConnector': { zh: '业务系统使用什么数据库或协议？', en: 'Which database or protocol does the system use?' },
  'init.otherConnector': { zh: '其他（输入包名）', en: 'another (give its package)' },
  'init.askPackage': { zh: '连接器的 npm 包名', en: 'The npm package of the connector' },
  'init.askSystemId': {
    zh: '业务系统标识（小写字母、数字、点）',
    en: 'Id of the system (lower case letters, digits, dots)',
  },
  'init.askTitle': { zh: '业务系统名称', en: 'Name of the system' },
  'init.askOwner': { zh: '所属部门名称', en: 'Name of the department that owns it' },
  'init.askOwnerCode': { zh: '该部门的统一社会信用代码', en: 'Unified social credit code of the department' },
  'init.askOption': {
    zh: '{option}：{title}（留空则写成环境变量引用）',
    en: '{option}: {title} (empty: by environment variable)',
  },
  'init.askSecret': {
    zh: '{option}：{title}（不显示；留空则以后填写）。加密保存在 .berth/ 中',
    en: '{option}: {title} (unseen; empty: filled in later). Kept encrypted in .berth/',
  },
  'init.notSystemId': {
    zh: '只能用小写字母与数字，其间可有单个连字符或点，以字母开头',
    en: 'lower case letters and digits, parted by single hyphens or dots, beginning with a letter',
  },
  'init.notCode': { zh: '18 位，且校验码须正确', en: '18 characters with a right check character' },
  'init.needed': { zh: '不能为空', en: 'needed' },
  'init.wrote': { zh: '已写入 {file}', en: 'wrote {file}' },
  'init.nextTitle': { zh: '接下来：', en: 'Next:' },
  'init.nextSecrets': { zh: '  按 .env.example 填写 .env', en: '  fill in .env as .env.example shows' },
  'init.nextInstall': { zh: '  npm install', en: '  npm install' },
  'init.nextEnter': { zh: '  cd {folder}', en: '  cd {folder}' },
  'init.nextDiscover': {
    zh: '  npx berth discover     读取表结构，生成资源草稿',
    en: '  npx berth discover     read the tables, draft resources',
  },
  'init.nextCheck': {
    zh: '  核对 berth.yaml 中的草稿，删去 draft: true，然后 npx berth check --live',
    en: '  review the drafts in berth.yaml, remove draft: true, then npx berth check --live',
  },
  'init.installing': { zh: '正在安装（npm install）…', en: 'installing (npm install) …' },
  'init.guessed': {
    zh: '对接附近找到的 {found}（--option 可改）',
    en: 'docks {found}, found near by (--option says otherwise)',
  },
  'init.notDiscovered': {
    zh: '还没有读取表结构：{code}，{problem}',
    en: 'the tables were not read yet: {code}, {problem}',
  },
  'add.written': { zh: '{entry}：{count} 个数据项，已写入 {file}', en: '{entry}: {count} items, written into {file}' },
  'add.dry': { zh: '没有写入：{entry}，测试 {test}', en: 'nothing was written: {entry}, its test {test}' },
  'add.review': {
    zh: '请核对名称、分级与维护单位；然后 npx berth check --live，npm test',
    en: 'review titles, grades and maintainer; then npx berth check --live, npm test',
  },
  'connector.nextTest': {
    zh: '  npm test                    样例系统上应全部通过',
    en: '  npm test                    passes on the sample system',
  },
  'connector.nextReal': {
    zh: '  npm run conformance:real    真实系统；写好 test/real-target.js 之前报红',
    en: '  npm run conformance:real    the real system; red until test/real-target.js is written',
  },
} as const
