import type { OptionsSchema, Secret } from '@berth/core'

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
  host: { type: 'string', required: true, title: { zh: '主机名或 IP 地址', en: 'host name or IP address' } },
  port: {
    type: 'integer',
    default: 5236,
    minimum: 1,
    maximum: 65_535,
    title: { zh: '端口', en: 'port' },
  },
  user: { type: 'string', required: true, title: { zh: '用户名', en: 'user name' } },
  password: { type: 'string', required: true, secret: true, title: { zh: '密码', en: 'password' } },
  schema: { type: 'string', title: { zh: '模式名，缺省为用户的模式', en: 'schema; by default that of the user' } },
  sslPath: {
    type: 'string',
    title: { zh: '加密传输所用证书的目录', en: 'folder of the certificates of an encrypted line' },
  },
  emptyText: {
    type: 'string',
    enum: ['refuse', 'null'],
    default: 'refuse',
    title: {
      zh: '空文本会存为 NULL 的库：拒绝写入，或声明允许',
      en: 'where an empty text becomes NULL: refuse it, or declare it',
    },
  },
  maxCellBytes: {
    type: 'integer',
    default: 67_108_864,
    minimum: 1024,
    maximum: 536_870_912,
    title: { zh: '大字段单元格的最大字节数', en: 'most bytes of one cell of a long type' },
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
