import type { OptionsSchema, Secret } from '@berth/core'
import { fileConnectorOptions, type ServerFolderOptions, serverFolderOptions } from '@berth/files'

/** What a docking gives to reach the folder of an FTP server. */
export interface FtpOptions extends ServerFolderOptions {
  readonly password: Secret
  /** `explicit`: encrypted after `AUTH TLS`. `implicit`: from the first byte. `disabled`: password and files go in the clear. */
  readonly tls: 'explicit' | 'implicit' | 'disabled'
  /** PEM file of the certificates that are trusted. Absent: those of Node.js. */
  readonly caFile?: string
  readonly answerTimeoutMs: number
}

/** The options as data. */
export const options: OptionsSchema = {
  host: serverFolderOptions.host,
  port: {
    type: 'integer',
    default: 21,
    minimum: 1,
    maximum: 65_535,
    title: { zh: '端口；隐式 TLS 一般为 990', en: 'port; with implicit TLS mostly 990' },
  },
  user: serverFolderOptions.user,
  password: { type: 'string', required: true, secret: true, title: { zh: '密码', en: 'password' } },
  tls: {
    type: 'string',
    enum: ['explicit', 'implicit', 'disabled'],
    default: 'explicit',
    title: {
      zh: '传输加密：显式（AUTH TLS）、隐式；disabled 时密码与文件以明文传输',
      en: 'encryption: explicit (AUTH TLS) or implicit; with disabled password and files go in the clear',
    },
  },
  caFile: {
    type: 'string',
    title: {
      zh: '受信任证书的 PEM 文件；不写则用 Node.js 自带的',
      en: 'PEM file of the certificates that are trusted; those of Node.js when absent',
    },
  },
  folder: serverFolderOptions.folder,
  nameCharset: serverFolderOptions.nameCharset,
  loginTimeoutMs: serverFolderOptions.loginTimeoutMs,
  answerTimeoutMs: {
    type: 'integer',
    default: 10_000,
    minimum: 100,
    maximum: 600_000,
    title: {
      zh: '服务器多少毫秒没有动静即视为断开',
      en: 'milliseconds without a sign of the server after which the line is lost',
    },
  },
  maxListedFiles: serverFolderOptions.maxListedFiles,
  ...fileConnectorOptions,
}
