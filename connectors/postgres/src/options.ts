import type { OptionsSchema, Secret } from '@berth/core'
import {
  caFileOption,
  databaseOption,
  hostOption,
  ledgerOption,
  maxCellBytesOption,
  passwordOption,
  portOption,
  statementTimeoutMsOption,
  type TlsMode,
  tlsOption,
  userOption,
} from '@berth/sql'

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
  /** `preferred`: encrypted where the server offers it. `required`: always, whoever answers. `verified`: by the right server. */
  readonly tls: Exclude<TlsMode, 'strict'>
  /** PEM file of the certificates that `verified` trusts. Absent: those of Node.js. */
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
  host: hostOption,
  port: portOption(5432),
  database: databaseOption,
  user: userOption,
  password: passwordOption,
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
  tls: tlsOption('preferred'),
  caFile: caFileOption,
  statementTimeoutMs: statementTimeoutMsOption,
  maxCellBytes: maxCellBytesOption,
  ledger: ledgerOption,
}
