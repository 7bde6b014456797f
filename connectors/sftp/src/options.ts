import type { OptionsSchema, Secret } from '@berth/core'
import { fileConnectorOptions, type ServerFolderOptions, serverFolderOptions } from '@berth/files'

/** What a docking gives to reach the folder of an SFTP server. */
export interface SftpOptions extends ServerFolderOptions {
  readonly password?: Secret
  /** File with the private key, readable by its owner alone. */
  readonly privateKey?: string
  readonly passphrase?: Secret
  /** Fingerprints that the server's key may have, `SHA256:` and 43 characters, divided by blanks. */
  readonly hostKey?: string
  /** `legacy` adds those of servers that nobody upgrades; the modern ones still come first. */
  readonly algorithms: 'modern' | 'legacy'
  readonly keepaliveMs: number
}

/** The options as data. */
export const options: OptionsSchema = {
  host: serverFolderOptions.host,
  port: { type: 'integer', default: 22, minimum: 1, maximum: 65_535, title: { zh: '端口', en: 'port' } },
  user: serverFolderOptions.user,
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
  folder: serverFolderOptions.folder,
  nameCharset: serverFolderOptions.nameCharset,
  loginTimeoutMs: serverFolderOptions.loginTimeoutMs,
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
  maxListedFiles: serverFolderOptions.maxListedFiles,
  ...fileConnectorOptions,
}
