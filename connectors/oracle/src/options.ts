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

/** What a docking gives to reach an Oracle database. */
export interface OracleOptions {
  readonly host: string
  readonly port: number
  /** The service name. One of this, `sid` and `connectString` is needed. */
  readonly service?: string
  readonly sid?: string
  /** A whole connect descriptor or EZConnect string, for clusters; then host and port only name it in errors. */
  readonly connectString?: string
  readonly user: string
  readonly password: Secret
  /** `tcps` encrypts the line; the certificate of the server is always checked. */
  readonly protocol: 'tcp' | 'tcps'
  readonly walletLocation?: string
  readonly walletPassword?: Secret
  /** The owner whose tables are named without it. @default the user */
  readonly schema?: string
  /** The charset of the bytes in all text columns, where it is not the database's own. */
  readonly charset?: string
  /** What writing an empty text does: it is refused, or becomes NULL. */
  readonly emptyText: 'refuse' | 'null'
  /** The folder of Instant Client. Absent: thin mode, which needs none and reaches 12.1 and later. */
  readonly thick?: string
  /** The longest LOB cell, in bytes; text counts two for each UTF-16 unit. */
  readonly maxCellBytes: number
  readonly loginTimeoutMs: number
  readonly ledger: string
}

/** The options as data. */
export const options: OptionsSchema = {
  host: hostOption,
  port: portOption(1521),
  service: {
    type: 'string',
    title: { zh: '服务名；或填 sid、connectString', en: 'service; or sid, or connectString' },
  },
  sid: { type: 'string', title: { zh: '旧系统的 SID', en: 'SID, of older systems' } },
  connectString: {
    type: 'string',
    title: { zh: '完整的连接描述符，用于集群', en: 'connect descriptor, for clusters' },
  },
  user: userOption,
  password: passwordOption,
  protocol: {
    type: 'string',
    enum: ['tcp', 'tcps'],
    default: 'tcp',
    title: { zh: 'tcps 为加密传输', en: 'tcps encrypts the line' },
  },
  walletLocation: { type: 'string', title: { zh: 'ewallet.pem 所在目录', en: 'folder of ewallet.pem' } },
  walletPassword: { type: 'string', secret: true, title: { zh: '钱包密码', en: 'password of the wallet' } },
  schema: {
    type: 'string',
    title: { zh: '表所属的用户，缺省为登录用户', en: 'owner of the tables; by default the user' },
  },
  charset: {
    type: 'string',
    title: { zh: '文本列中字节的实际编码，如 GBK', en: 'what the bytes in text columns really are, GBK for instance' },
  },
  emptyText: emptyTextOption,
  thick: {
    type: 'string',
    title: { zh: 'Instant Client 目录；12.1 以前需要', en: 'folder of Instant Client; needed before 12.1' },
  },
  maxCellBytes: maxCellBytesOption,
  loginTimeoutMs: loginTimeoutMsOption,
  ledger: ledgerOption,
}
