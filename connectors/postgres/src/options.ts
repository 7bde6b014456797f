import type { OptionsSchema, Secret } from '@berth/core'

/** What a docking gives to reach a PostgreSQL database. */
export interface PostgresOptions {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: Secret
  /** The schema whose tables are named without it. Absent: the user's own search path. */
  readonly schema?: string
  /** What text really is in a database that does not know, or is told the wrong charset. */
  readonly charset?: string
  /** `off`: no encryption. `require`: encrypted, whoever answers. `verify`: the certificate has to be right too. */
  readonly tls: 'off' | 'require' | 'verify'
  /** PEM file of the certificates that are trusted for `verify`. Absent: those that Node.js trusts. */
  readonly caFile?: string
  /** How long the server works on one statement, in milliseconds; 0 for as long as it takes. */
  readonly statementTimeoutMs: number
  /** A cell of a type without bounds is not read when it is longer, in bytes. */
  readonly maxCellBytes: number
  /** The table that remembers which batches were written. */
  readonly ledger: string
}

/** The options as data. */
export const options: OptionsSchema = {
  host: { type: 'string', required: true, title: { zh: '服务器主机名或 IP 地址', en: 'host name or IP address' } },
  port: { type: 'integer', default: 5432, minimum: 1, maximum: 65_535, title: { zh: '端口', en: 'port' } },
  database: { type: 'string', required: true, title: { zh: '数据库名', en: 'name of the database' } },
  user: { type: 'string', required: true, title: { zh: '用户名', en: 'user name' } },
  password: { type: 'string', required: true, secret: true, title: { zh: '密码', en: 'password' } },
  schema: {
    type: 'string',
    title: {
      zh: '表名不带模式前缀时所指的模式；不写则按用户的 search_path',
      en: 'the schema whose tables are named without it; the search path of the user when absent',
    },
  },
  charset: {
    type: 'string',
    title: {
      zh: '文本的实际编码，如 GBK；SQL_ASCII 数据库不写按 UTF-8 严格读取',
      en: 'what text really is, GBK for instance; text of a SQL_ASCII database is read strictly as UTF-8 when absent',
    },
  },
  tls: {
    type: 'string',
    enum: ['off', 'require', 'verify'],
    default: 'off',
    title: { zh: '传输加密；verify 同时核对证书', en: 'encryption of the line; verify checks the certificate too' },
  },
  caFile: {
    type: 'string',
    title: { zh: '受信任证书的 PEM 文件', en: 'PEM file of the certificates that are trusted' },
  },
  statementTimeoutMs: {
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: 86_400_000,
    title: {
      zh: '一条语句在服务器上最多运行的毫秒数，0 为不限',
      en: 'milliseconds that the server works on one statement; 0 for as long as it takes',
    },
  },
  maxCellBytes: {
    type: 'integer',
    default: 67_108_864,
    minimum: 1,
    maximum: 536_870_912,
    title: {
      zh: '不限长的格子最多读取的字节数',
      en: 'the most bytes that are read of a cell of a type without bounds',
    },
  },
  ledger: {
    type: 'string',
    default: 'BERTH_LEDGER',
    title: { zh: '记录已写入批次的表名', en: 'name of the table of applied batches' },
  },
}
