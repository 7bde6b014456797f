import type { OptionsSchema, Secret } from '@berth/core'
import {
  emptyTextOption,
  hostOption,
  ledgerOption,
  loginTimeoutMsOption,
  maxCellBytesOption,
  passwordOption,
  portOption,
  userOption,
} from '@berth/sql'

/** What a docking gives to reach a Dameng database. */
export interface DamengOptions {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: Secret
  /** The schema whose tables are named without it. @default that of the user */
  readonly schema?: string
  /** A folder with the certificates of an encrypted line. */
  readonly sslPath?: string
  /** In a database that keeps an empty text as NULL: writing one is refused, or becomes NULL. */
  readonly emptyText: 'refuse' | 'null'
  /** The longest cell of a long type, in bytes; text counts two for each character. */
  readonly maxCellBytes: number
  readonly loginTimeoutMs: number
  readonly ledger: string
}

/** The options as data. */
export const options: OptionsSchema = {
  host: hostOption,
  port: portOption(5236),
  user: userOption,
  password: passwordOption,
  schema: { type: 'string', title: { zh: '模式名，缺省为用户的模式', en: 'schema; by default that of the user' } },
  sslPath: {
    type: 'string',
    title: { zh: '加密传输所用证书的目录', en: 'folder of the certificates of an encrypted line' },
  },
  emptyText: emptyTextOption,
  maxCellBytes: maxCellBytesOption,
  loginTimeoutMs: loginTimeoutMsOption,
  ledger: ledgerOption,
}
