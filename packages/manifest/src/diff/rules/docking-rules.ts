/** Of the docking as a whole: system, platform, SOAP, connections. */
export const dockingRules = {
  'DIF-101': { class: 'breaking', zh: '契约版本变更', en: 'another version of the contract' },
  'DIF-102': {
    class: 'breaking',
    zh: '业务系统编号变更：所有资源改名，原有授权不再适用',
    en: 'the id of the system is another: every resource changes its name, and no grant fits any more',
  },
  'DIF-103': { class: 'patch', zh: '名称或说明的措辞变更', en: 'a title or summary is worded otherwise' },
  'DIF-104': { class: 'compatible', zh: '责任单位变更', en: 'another department is responsible' },
  'DIF-105': {
    class: 'breaking',
    zh: '工作时间缩短：原来可用的时段会被拒绝',
    en: 'the system is up for less time: what was answered then is refused',
  },
  'DIF-106': { class: 'compatible', zh: '工作时间延长', en: 'the system is up for more time' },
  'DIF-107': { class: 'breaking', zh: '不再与平台相连', en: 'it is linked to the platform no longer' },
  'DIF-108': {
    class: 'compatible',
    zh: '接入平台，或平台地址变更',
    en: 'it is linked to a platform, or to another address',
  },
  'DIF-109': {
    class: 'breaking',
    zh: '平台不再能访问对接代理：查询与提交都不再提供',
    en: 'the platform reaches the agent no longer: nothing can be asked or submitted',
  },
  'DIF-110': { class: 'compatible', zh: '平台可以访问对接代理', en: 'the platform can reach the agent' },
  'DIF-111': {
    class: 'patch',
    zh: '对接代理的地址变更；发布后平台即知',
    en: 'the agent has another address, which publishing tells the platform',
  },
  'DIF-112': { class: 'breaking', zh: '不再提供 SOAP 服务', en: 'SOAP is served no longer' },
  'DIF-113': { class: 'compatible', loosens: true, zh: '新提供 SOAP 服务', en: 'SOAP is served' },
  'DIF-114': { class: 'breaking', zh: 'SOAP 服务的地址变更', en: 'the SOAP service has another address' },
  'DIF-115': { class: 'breaking', zh: '不再接受明文口令（PasswordText）', en: 'a PasswordText is accepted no longer' },
  'DIF-116': {
    class: 'compatible',
    loosens: true,
    zh: '开始接受明文口令（PasswordText）',
    en: 'a PasswordText is accepted',
  },
  'DIF-117': { class: 'breaking', zh: 'SOAP 使用方被移除', en: 'a consumer can log in to SOAP no longer' },
  'DIF-118': { class: 'compatible', loosens: true, zh: '新增 SOAP 使用方', en: 'another consumer can log in to SOAP' },
  'DIF-119': {
    class: 'compatible',
    zh: 'SOAP 使用方的口令引用变更',
    en: 'the password of a SOAP consumer stands elsewhere',
  },
  'DIF-120': { class: 'breaking', zh: 'SOAP 使用方的授权文件减少', en: 'a SOAP consumer has fewer grants' },
  'DIF-121': {
    class: 'compatible',
    loosens: true,
    zh: 'SOAP 使用方的授权文件增加',
    en: 'a SOAP consumer has more grants',
  },
  'DIF-122': {
    class: 'patch',
    zh: '连接的选项变更，或连接增减',
    en: 'a connection has other options, or is added or gone',
  },
  'DIF-123': { class: 'compatible', zh: '连接换用另一个连接器', en: 'a connection goes through another connector' },
  'DIF-124': {
    class: 'compatible',
    zh: '数据集的定义变更：数据的读法可能不同',
    en: 'a dataset is defined otherwise, and may be read otherwise',
  },
  'DIF-199': {
    class: 'breaking',
    zh: '没有规则判断这一处，按不兼容处理',
    en: 'no rule knows this place; it is taken for breaking',
  },
} as const
