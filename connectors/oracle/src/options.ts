import type { OptionsSchema, Secret } from '@berth/core'

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
  host: { type: 'string', required: true, title: { zh: '主机名或 IP 地址', en: 'host name or IP address' } },
  port: { type: 'integer', default: 1521, minimum: 1, maximum: 65_535, title: { zh: '端口', en: 'port' } },
  service: {
    type: 'string',
    title: { zh: '服务名；或填 sid、connectString', en: 'service; or sid, or connectString' },
  },
  sid: { type: 'string', title: { zh: '旧系统的 SID', en: 'SID, of older systems' } },
  connectString: {
    type: 'string',
    title: { zh: '完整的连接描述符，用于集群', en: 'connect descriptor, for clusters' },
  },
  user: { type: 'string', required: true, title: { zh: '用户名', en: 'user name' } },
  password: { type: 'string', required: true, secret: true, title: { zh: '密码', en: 'password' } },
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
  emptyText: {
    type: 'string',
    enum: ['refuse', 'null'],
    default: 'refuse',
    title: {
      zh: '空文本会存为 NULL：拒绝写入，或声明允许',
      en: 'an empty text becomes NULL: refuse it, or declare it',
    },
  },
  thick: {
    type: 'string',
    title: { zh: 'Instant Client 目录；12.1 以前需要', en: 'folder of Instant Client; needed before 12.1' },
  },
  maxCellBytes: {
    type: 'integer',
    default: 67_108_864,
    minimum: 1024,
    maximum: 536_870_912,
    title: { zh: '大字段单元格的最大字节数', en: 'most bytes of one LOB cell' },
  },
  loginTimeoutMs: {
    type: 'integer',
    default: 10_000,
    minimum: 100,
    maximum: 120_000,
    title: { zh: '连接与登录的最长毫秒数', en: 'milliseconds until the login is over' },
  },
  ledger: {
    type: 'string',
    default: 'BERTH_LEDGER',
    title: { zh: '记录已写入批次的表名', en: 'name of the table of applied batches' },
  },
}
