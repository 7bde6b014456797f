/** `berth init`. */
export const initMessages = {
  'init.title': { zh: '新建对接', en: 'A new docking' },
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
  'init.notSystemId': {
    zh: '只能用小写字母、数字、连字符与点，以字母开头',
    en: 'lower case letters, digits, hyphens and dots, beginning with a letter',
  },
  'init.notCode': { zh: '18 位，且校验码须正确', en: '18 characters with a right check character' },
  'init.needed': { zh: '不能为空', en: 'needed' },
  'init.wrote': { zh: '已写入 {file}', en: 'wrote {file}' },
  'init.nextTitle': { zh: '接下来：', en: 'Next:' },
  'init.nextFolder': { zh: '  cd {folder} && npm install', en: '  cd {folder} && npm install' },
  'init.nextSecrets': { zh: '  按 .env.example 填写 .env', en: '  fill in .env as .env.example shows' },
  'init.nextDiscover': {
    zh: '  npx berth discover     读取表结构，生成资源草稿',
    en: '  npx berth discover     read the tables, draft resources',
  },
} as const
