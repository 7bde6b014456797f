import type { OptionsSchema, Secret } from '@berth/core'
import {
  caFileOption,
  databaseOption,
  hostOption,
  ledgerOption,
  lockTimeoutMsOption,
  loginTimeoutMsOption,
  maxCellBytesOption,
  passwordOption,
  portOption,
  statementTimeoutMsOption,
  type TlsMode,
  tlsOption,
  userOption,
} from '@berth/sql'

/** What a docking gives to reach a SQL Server database. */
export interface MssqlOptions {
  readonly host: string
  /** Absent with `instance`: SQL Server Browser is asked for it; else 1433. */
  readonly port?: number
  /** A named instance, found through SQL Server Browser (UDP 1434). */
  readonly instance?: string
  readonly database: string
  readonly user: string
  readonly password: Secret
  /** The Windows domain of the user: then the login is by NTLM. */
  readonly domain?: string
  /** `required`: whoever answers. `verified`: by the right server. `strict`: the same from the first byte, TDS 8.0. */
  readonly tls: Exclude<TlsMode, 'preferred'>
  /** PEM file of the certificates that `verified` and `strict` trust. Absent: those of Node.js. */
  readonly caFile?: string
  /** Admits TLS 1.0 and the ciphers of its time. */
  readonly oldTls: boolean
  /** ApplicationIntent=ReadOnly: an availability group leads to a readable secondary. */
  readonly readOnlyIntent: boolean
  /** How long the server may take to let the user in. */
  readonly loginTimeoutMs: number
  /** How long the server may take to begin its answer to a statement; 0: as long as the call. */
  readonly statementTimeoutMs: number
  /** How long a statement waits for a lock of somebody else. */
  readonly lockTimeoutMs: number
  /** A cell that is longer makes its row unreadable. */
  readonly maxCellBytes: number
  /** The table that remembers which batches were written. */
  readonly ledger: string
}

const { default: _, ...portWithoutDefault } = portOption(1433)

/** The options as data. */
export const options: OptionsSchema = {
  host: hostOption,
  port: {
    ...portWithoutDefault,
    title: { zh: '端口；不写时为 1433，或由实例名查得', en: 'port; 1433 when absent, or that of the instance' },
  },
  instance: { type: 'string', title: { zh: '实例名（经 SQL Server Browser 查询端口）', en: 'named instance' } },
  database: databaseOption,
  user: userOption,
  password: passwordOption,
  domain: {
    type: 'string',
    title: { zh: 'Windows 域；填写后按 NTLM 登录', en: 'Windows domain, for a login by NTLM' },
  },
  tls: tlsOption('verified', ['disabled', 'required', 'verified', 'strict']),
  caFile: caFileOption,
  oldTls: {
    type: 'boolean',
    default: false,
    title: { zh: '允许 TLS 1.0（SQL Server 2008 R2）', en: 'admit TLS 1.0 (SQL Server 2008 R2)' },
  },
  readOnlyIntent: {
    type: 'boolean',
    default: false,
    title: { zh: '只读意图，连到可读的副本', en: 'read-only intent, for a readable secondary' },
  },
  loginTimeoutMs: loginTimeoutMsOption,
  statementTimeoutMs: statementTimeoutMsOption,
  lockTimeoutMs: lockTimeoutMsOption({ default: 5000, minimum: 0, maximum: 600_000 }),
  maxCellBytes: maxCellBytesOption,
  ledger: ledgerOption,
}
