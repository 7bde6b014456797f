/** A text in both languages of the site. */
export interface Both {
  readonly en: string
  readonly zh: string
}

/** The pages under one heading: the path below docs, without `.md`; the twin in Chinese has the same below docs/zh. */
export interface SidebarGroup extends Both {
  readonly pages: Readonly<Record<string, Both>>
}

/** What stands beside every page, in order. `test/docs/site.test.ts` holds it against the folder: every page is here once. */
export const sidebar: readonly SidebarGroup[] = [
  {
    en: 'Begin',
    zh: '开始',
    pages: {
      index: { en: 'What it is', zh: '这是什么' },
      start: { en: 'Start in ten minutes', zh: '十分钟上手' },
    },
  },
  {
    en: 'By your system',
    zh: '按业务系统',
    pages: {
      'guides/firebird': { en: 'A Firebird of 2006', zh: '一个 2006 年的 Firebird' },
      'guides/soap': { en: 'A SOAP service', zh: '一个 SOAP 服务' },
      'guides/files': { en: 'Only files', zh: '只有文件' },
      'guides/database': { en: 'SQL Server, Oracle and others', zh: 'SQL Server、Oracle 及其他' },
      services: { en: 'An HTTP interface', zh: '一个 HTTP 接口' },
      files: { en: 'Data files, all that can be said', zh: '数据文件详解' },
    },
  },
  {
    en: 'The docking',
    zh: '对接',
    pages: {
      develop: { en: 'While you write it', zh: '编写对接时' },
      manifest: { en: 'berth.yaml', zh: 'berth.yaml' },
      elements: { en: 'Data elements', zh: '数据元' },
      labels: { en: 'Grades, clearances, masks', zh: '分级、许可与遮盖' },
      'docking-check': { en: 'Try a docking', zh: '检验一个对接' },
      upgrading: { en: 'Upgrading', zh: '升级' },
      versions: { en: 'Versions of a docking', zh: '对接的版本' },
      'off-hours': { en: 'Outside office hours', zh: '工作时间之外' },
      'soap-service': { en: 'Asked by SOAP', zh: '由 SOAP 来查询' },
      gateways: { en: 'Signatures of gateways', zh: '网关签名' },
      'connector-new': { en: 'Write a connector', zh: '编写连接器' },
    },
  },
  {
    en: 'Run it',
    zh: '运行',
    pages: {
      offline: { en: 'Offline, and as a service', zh: '离线安装与服务' },
      operate: { en: 'Operate an agent', zh: '运行代理' },
      security: { en: 'Security and audit', zh: '安全与审计' },
      'threat-model': { en: 'Threat model', zh: '威胁模型' },
      receipts: { en: 'Receipts', zh: '存证' },
      cryptography: { en: 'Keys and secrets', zh: '密钥与机密' },
      tls: { en: 'TLS and certificates', zh: 'TLS 与证书' },
    },
  },
  {
    en: 'For platform teams',
    zh: '平台方',
    pages: {
      releases: { en: 'Releases', zh: '发布' },
      deprecations: { en: 'Deprecations', zh: '弃用' },
      'platform-check': { en: 'Try a platform', zh: '检验一个平台' },
      conformance: { en: 'Conformance', zh: '符合性' },
      'contract/README': { en: 'The contract', zh: '契约' },
      'contract/connector': { en: 'Clauses of a connector', zh: '连接器条款' },
      'contract/docking': { en: 'Clauses of a docking', zh: '对接条款' },
      'contract/platform': { en: 'Clauses of a platform', zh: '平台条款' },
      'contract/platform-protocol': { en: 'Protocol of the platform', zh: '平台协议' },
      'contract/data-files': { en: 'Data files of an exchange', zh: '交换的数据文件' },
      'contract/values': { en: 'Values', zh: '值的形式' },
    },
  },
  {
    en: 'Look it up',
    zh: '查阅',
    pages: {
      cli: { en: 'Commands', zh: '命令' },
      errors: { en: 'Error codes', zh: '错误码' },
      connectors: { en: 'Connectors', zh: '连接器' },
      glossary: { en: 'Glossary', zh: '术语表' },
      'decisions/README': { en: 'Decisions', zh: '设计决定（英文）' },
    },
  },
]
