import type { OptionsSchema, Secret } from '@berth/core'

/** What a docking gives to reach a Firebird database. */
export interface FirebirdOptions {
  readonly host: string
  readonly port: number
  /** Path or alias of the database, as the server names it. */
  readonly database: string
  readonly user: string
  readonly password: Secret
  /** Charset of text whose charset the database does not know: columns of character set NONE. */
  readonly charset?: string
  readonly role?: string
  readonly wireCrypt: 'enabled' | 'required' | 'disabled'
  readonly authentication: 'auto' | 'Srp' | 'Srp256' | 'Legacy_Auth'
  /** How long the server may take to let the user in, once the line stands. */
  readonly loginTimeoutMs: number
  /** The table that remembers which batches were written. */
  readonly ledger: string
  /** The SQL dialect of the database: 3, or 1 in one that was made for InterBase 5. */
  readonly dialect: number
  /** The most bytes of a blob that is read. A row with a longer one is told as unreadable. */
  readonly maxCellBytes: number
}

/** The options as data. */
export const options: OptionsSchema = {
  host: { type: 'string', required: true, title: { zh: '服务器主机名或 IP 地址', en: 'host name or IP address' } },
  port: { type: 'integer', default: 3050, minimum: 1, maximum: 65_535, title: { zh: '端口', en: 'port' } },
  database: {
    type: 'string',
    required: true,
    title: { zh: '服务器上的数据库路径或别名', en: 'path or alias of the database at the server' },
  },
  user: { type: 'string', required: true, title: { zh: '用户名', en: 'user name' } },
  password: { type: 'string', required: true, secret: true, title: { zh: '密码', en: 'password' } },
  charset: {
    type: 'string',
    title: {
      zh: '字符集为 NONE 的列中文本的实际编码，如 GBK；不写按 UTF-8 严格读取',
      en: 'what text in columns of character set NONE really is, GBK for instance; read strictly as UTF-8 when absent',
    },
  },
  role: { type: 'string', title: { zh: '角色', en: 'role' } },
  wireCrypt: {
    type: 'string',
    enum: ['enabled', 'required', 'disabled'],
    default: 'enabled',
    title: { zh: '传输加密', en: 'encryption of the line' },
  },
  authentication: {
    type: 'string',
    enum: ['auto', 'Srp', 'Srp256', 'Legacy_Auth'],
    default: 'auto',
    title: {
      zh: '认证方式；不加密时 auto 即 Srp',
      en: 'authentication plugin; auto means Srp on a line without encryption',
    },
  },
  loginTimeoutMs: {
    type: 'integer',
    default: 5000,
    minimum: 100,
    maximum: 120_000,
    title: { zh: '接通后等待登录结果的毫秒数', en: 'milliseconds to wait for the login once the line stands' },
  },
  ledger: {
    type: 'string',
    default: 'BERTH_LEDGER',
    title: { zh: '记录已写入批次的表名', en: 'name of the table of applied batches' },
  },
  dialect: {
    type: 'integer',
    default: 3,
    minimum: 1,
    maximum: 3,
    title: { zh: '数据库的 SQL 方言：3 或 1', en: 'SQL dialect of the database: 3 or 1' },
  },
  maxCellBytes: {
    type: 'integer',
    default: 67_108_864,
    minimum: 1,
    title: {
      zh: 'BLOB 读取的最大字节数，超过的行报告为不可读',
      en: 'most bytes of a blob; rows with longer ones are reported',
    },
  },
}
