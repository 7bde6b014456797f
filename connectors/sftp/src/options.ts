import type { OptionsSchema, Secret } from '@berth/core'

/** What a docking gives to reach the folder of an SFTP server. */
export interface SftpOptions {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password?: Secret
  /** File with the private key, readable by its owner alone. */
  readonly privateKey?: string
  readonly passphrase?: Secret
  /** Fingerprints that the server's key may have, `SHA256:` and 43 characters, divided by blanks. */
  readonly hostKey?: string
  /** `legacy` adds those of servers that nobody upgrades; the modern ones still come first. */
  readonly algorithms: 'modern' | 'legacy'
  /** Where the connection begins: from the user's own folder, or from `/`. */
  readonly folder?: string
  readonly nameCharset: string
  readonly loginTimeoutMs: number
  readonly keepaliveMs: number
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
  port: { type: 'integer', default: 22, minimum: 1, maximum: 65_535, title: { zh: '端口', en: 'port' } },
  user: { type: 'string', required: true, title: { zh: '用户名', en: 'user name' } },
  password: { type: 'string', secret: true, title: { zh: '密码；用密钥登录时不写', en: 'password; none with a key' } },
  privateKey: {
    type: 'string',
    title: {
      zh: '登录用的私钥文件（OpenSSH 或 PEM 格式），只许本用户读取',
      en: 'file with the private key, in the format of OpenSSH or PEM, readable by its owner alone',
    },
  },
  passphrase: { type: 'string', secret: true, title: { zh: '私钥的口令', en: 'what the private key is locked with' } },
  hostKey: {
    type: 'string',
    title: {
      zh: '服务器主机密钥的指纹（SHA256:…），多个用空格分开；不写则拒绝登录并显示指纹供核对',
      en: 'fingerprints of the server’s key (SHA256:…), divided by blanks; without any the login is refused and the fingerprint shown, to be compared',
    },
  },
  algorithms: {
    type: 'string',
    enum: ['modern', 'legacy'],
    default: 'modern',
    title: {
      zh: '加密算法；legacy 另接受老服务器用的 SHA-1、CBC 与 DSS',
      en: 'algorithms; legacy takes SHA-1, CBC and DSS of old servers too',
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
  keepaliveMs: {
    type: 'integer',
    default: 15_000,
    minimum: 1000,
    maximum: 600_000,
    title: {
      zh: '空闲多少毫秒后探测一次；三次无应答即视为断开',
      en: 'milliseconds of silence before the server is asked for a sign of life; after three without an answer the line is lost',
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
