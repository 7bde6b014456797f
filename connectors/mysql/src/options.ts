import type { OptionsSchema, Secret } from '@berth/core'
import {
  caFileOption,
  databaseOption,
  hostOption,
  ledgerOption,
  lockTimeoutMsOption,
  maxCellBytesOption,
  passwordOption,
  portOption,
  statementTimeoutMsOption,
  type TlsMode,
  tlsOption,
  userOption,
} from '@berth/sql'

/** What a docking gives to reach a MySQL or MariaDB database. */
export interface MysqlOptions {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: Secret
  /** What text in columns of the character set latin1 really is, where an old program stored its own bytes there. */
  readonly charset?: string
  /** `preferred`: encrypted where the server offers it. `required`: always, whoever answers. `verified`: by the right server. */
  readonly tls: Exclude<TlsMode, 'strict'>
  /** PEM file of the certificates that `verified` trusts. Absent: those of Node.js. */
  readonly caFile?: string
  /** How long the server works on one statement before it gives up. 0: as the server is set. */
  readonly statementTimeoutMs: number
  /** How long a write waits for a lock of somebody else. Whole seconds count. */
  readonly lockTimeoutMs: number
  /** A cell that is longer is not read. */
  readonly maxCellBytes: number
  /** The table that remembers which batches were written. */
  readonly ledger: string
}

/** The options as data. */
export const options: OptionsSchema = {
  host: hostOption,
  port: portOption(3306),
  database: databaseOption,
  user: userOption,
  password: passwordOption,
  charset: {
    type: 'string',
    title: {
      zh: '字符集为 latin1 的列中文本的实际编码，如 GBK',
      en: 'what text in columns of the character set latin1 really is, GBK for instance',
    },
  },
  tls: tlsOption('preferred'),
  caFile: caFileOption,
  statementTimeoutMs: statementTimeoutMsOption,
  lockTimeoutMs: lockTimeoutMsOption({ default: 5000, minimum: 1000, maximum: 600_000 }),
  maxCellBytes: maxCellBytesOption,
  ledger: ledgerOption,
}
