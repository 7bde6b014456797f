import type { OptionsSchema, Secret } from '@berth/core'

/** What a docking gives to reach the folder of an FTP server. */
export interface FtpOptions {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: Secret
  /** `explicit`: encrypted after `AUTH TLS`. `implicit`: from the first byte. `disabled`: password and files go in the clear. */
  readonly tls: 'explicit' | 'implicit' | 'disabled'
  /** PEM file of the certificates that are trusted. Absent: those of Node.js. */
  readonly caFile?: string
  /** Where the connection begins: from the user's own folder, or from `/`. */
  readonly folder?: string
  readonly nameCharset: string
  readonly loginTimeoutMs: number
  readonly answerTimeoutMs: number
  readonly maxListedFiles: number
  /** Files that match one pattern at most. */
  readonly maxFiles: number
  /** Bytes that copies of one file on this machine may take, unpacked ones among them. */
  readonly maxCopyBytes: number
  /** The file with the private key that signs receipts; made where it is not there. */
  readonly receiptKey?: string
  /** The id that receipts are signed under. */
  readonly receiver?: string
}

/** The options as data. */
export const options: OptionsSchema = {
  host: { type: 'string', required: true, title: { zh: '服务器主机名或 IP 地址', en: 'host name or IP address' } },
  port: {
    type: 'integer',
    default: 21,
    minimum: 1,
    maximum: 65_535,
    title: { zh: '端口；隐式 TLS 一般为 990', en: 'port; with implicit TLS mostly 990' },
  },
  user: { type: 'string', required: true, title: { zh: '用户名', en: 'user name' } },
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
  folder: {
    type: 'string',
    title: {
      zh: '服务器上的起始目录；不写则为登录后的目录',
      en: 'folder at the server that paths begin in; the one after login when absent',
    },
  },
  nameCharset: {
    type: 'string',
    default: 'UTF-8',
    title: { zh: '服务器上文件名的编码，如 GBK', en: 'what file names are in at the server, GBK for instance' },
  },
  loginTimeoutMs: {
    type: 'integer',
    default: 8000,
    minimum: 100,
    maximum: 120_000,
    title: { zh: '等待登录完成的毫秒数', en: 'milliseconds to wait for the login' },
  },
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
  maxListedFiles: {
    type: 'integer',
    default: 100_000,
    minimum: 1,
    maximum: 10_000_000,
    title: { zh: '一个目录最多列出的文件数', en: 'the most files that are listed of one folder' },
  },
  maxFiles: {
    type: 'integer',
    default: 10_000,
    minimum: 1,
    maximum: 1_000_000,
    title: { zh: '一组文件的个数上限', en: 'the most files of one set' },
  },
  maxCopyBytes: {
    type: 'integer',
    default: 17_179_869_184,
    minimum: 1,
    title: {
      zh: '一个文件在本机的副本（含解压）最多占多少字节',
      en: 'the most bytes that copies of one file may take here, unpacked ones among them',
    },
  },
  receiptKey: {
    type: 'string',
    title: {
      zh: '签署回执的私钥文件，没有时自动生成；省略时回执不签名',
      en: 'the file with the key that signs receipts, made where it is not there; without it they are not signed',
    },
  },
  receiver: {
    type: 'string',
    title: { zh: '回执以谁的名义签署', en: 'the id that receipts are signed under' },
  },
}
