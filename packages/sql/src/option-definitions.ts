import type { OptionSchema } from '@berth/core'

/** How a line is encrypted; `strict` is TDS 8.0 of SQL Server alone. */
export type TlsMode = 'disabled' | 'preferred' | 'required' | 'verified' | 'strict'

type StringOption = Extract<OptionSchema, { readonly type: 'string' }>
type IntegerOption = Extract<OptionSchema, { readonly type: 'integer' }>

export const hostOption: StringOption = {
  type: 'string',
  required: true,
  title: { zh: '服务器主机名或 IP 地址', en: 'host name or IP address' },
}

export function portOption(port: number): IntegerOption {
  return { type: 'integer', default: port, minimum: 1, maximum: 65_535, title: { zh: '端口', en: 'port' } }
}

export const databaseOption: StringOption = {
  type: 'string',
  required: true,
  title: { zh: '数据库名', en: 'name of the database' },
}

export const userOption: StringOption = {
  type: 'string',
  required: true,
  title: { zh: '用户名', en: 'user name' },
}

export const passwordOption: StringOption = {
  type: 'string',
  required: true,
  secret: true,
  title: { zh: '密码', en: 'password' },
}

/**
 * Encryption of the line. `preferred`: where the server offers it. `required`: always, whoever answers. `verified`: the
 * certificate of the server has to be right too.
 */
export function tlsOption(
  standard: TlsMode,
  modes: readonly TlsMode[] = ['disabled', 'preferred', 'required', 'verified'],
): StringOption {
  return {
    type: 'string',
    enum: modes,
    default: standard,
    title: {
      zh: '传输加密；required 必须加密而不核对证书，verified 并核对证书',
      en: 'encryption of the line; required does not check the certificate of the server, verified does',
    },
  }
}

export const caFileOption: StringOption = {
  type: 'string',
  title: {
    zh: '受信任证书的 PEM 文件；不写则用 Node.js 自带的',
    en: 'PEM file of the certificates that are trusted; those of Node.js when absent',
  },
}

/** The bound of the whole login, shorter than that of `connect`, so that it is told what the server did. */
export const loginTimeoutMsOption: IntegerOption = {
  type: 'integer',
  default: 8000,
  minimum: 100,
  maximum: 120_000,
  title: { zh: '等待登录完成的毫秒数', en: 'milliseconds to wait for the login' },
}

export const statementTimeoutMsOption: IntegerOption = {
  type: 'integer',
  default: 0,
  minimum: 0,
  maximum: 86_400_000,
  title: {
    zh: '服务器执行一条语句的毫秒上限；0 为不另设',
    en: 'milliseconds that the server may work on one statement; 0 sets no bound of its own',
  },
}

export function lockTimeoutMsOption(bounds: {
  readonly default: number
  readonly minimum: number
  readonly maximum: number
}): IntegerOption {
  return {
    type: 'integer',
    ...bounds,
    title: { zh: '等待他人释放锁的毫秒数', en: 'milliseconds to wait for a lock of somebody else' },
  }
}

/** At most what a text of JavaScript can hold. */
export const maxCellBytesOption: IntegerOption = {
  type: 'integer',
  default: 67_108_864,
  minimum: 1,
  maximum: 536_870_912,
  title: {
    zh: '单个不限长的格子最多读取的字节数；更长的行列入 unreadable',
    en: 'the most bytes that are read of one cell without bounds; rows with longer ones are told as unreadable',
  },
}

/** Where an empty text becomes NULL, as in Oracle. */
export const emptyTextOption: StringOption = {
  type: 'string',
  enum: ['refuse', 'null'],
  default: 'refuse',
  title: {
    zh: '空文本会存为 NULL 的库：拒绝写入，或声明允许',
    en: 'where an empty text becomes NULL: refuse it, or declare it',
  },
}

export const ledgerOption: StringOption = {
  type: 'string',
  default: 'BERTH_LEDGER',
  title: { zh: '记录已写入批次的表名', en: 'name of the table of applied batches' },
}
