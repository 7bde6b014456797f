import type { OptionsSchema, Secret } from '@berth/core'
import {
  hostOption,
  ledgerOption,
  loginTimeoutMsOption,
  maxCellBytesOption,
  passwordOption,
  portOption,
  userOption,
} from '@berth/sql'

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
  host: hostOption,
  port: portOption(3050),
  database: {
    type: 'string',
    required: true,
    title: { zh: '服务器上的数据库路径或别名', en: 'path or alias of the database at the server' },
  },
  user: userOption,
  password: passwordOption,
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
  loginTimeoutMs: loginTimeoutMsOption,
  ledger: ledgerOption,
  dialect: {
    type: 'integer',
    default: 3,
    minimum: 1,
    maximum: 3,
    title: { zh: '数据库的 SQL 方言：3 或 1', en: 'SQL dialect of the database: 3 or 1' },
  },
  maxCellBytes: maxCellBytesOption,
}
