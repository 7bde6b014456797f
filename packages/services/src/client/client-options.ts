import { BerthError, type OptionsSchema, type Secret } from '@berth/core'
import type { ClientSettings } from './client-settings.ts'
import { readCertificates } from './read-certificates.ts'

/** How a service is reached, as options of a connector. */
export interface ClientOptions {
  readonly url: string
  readonly allowedHosts?: string
  readonly allowLoopback: boolean
  readonly maxRedirects: number
  readonly connectTimeoutMs: number
  readonly maxAnswerBytes: number
  readonly maxConnections: number
  readonly requestsPerSecond?: number
  readonly maxWaitMs: number
  readonly proxy?: string
  readonly caFile?: string
  readonly certificateFile?: string
  readonly keyFile?: string
  readonly keyPassphrase?: Secret
}

export const clientOptions: OptionsSchema = {
  url: {
    type: 'string',
    required: true,
    title: { zh: '服务的地址，请求的路径接在其后', en: 'address of the service; paths of requests are joined to it' },
  },
  allowedHosts: {
    type: 'string',
    title: {
      zh: '另外可以访问的主机，逗号分隔，可带端口',
      en: 'other hosts that may be called, separated by commas, with a port or without',
    },
  },
  allowLoopback: {
    type: 'boolean',
    default: false,
    title: { zh: '主机名可以指向本机', en: 'host names may lead to this machine itself' },
  },
  maxRedirects: {
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: 10,
    title: { zh: '查询最多跟随几次同一主机内的转向', en: 'how often a read follows a redirect within the host' },
  },
  connectTimeoutMs: {
    type: 'integer',
    default: 8000,
    minimum: 100,
    maximum: 120_000,
    title: { zh: '等待连接（含 TLS）的毫秒数', en: 'milliseconds to wait for the connection, TLS included' },
  },
  maxAnswerBytes: {
    type: 'integer',
    default: 67_108_864,
    minimum: 1000,
    maximum: 536_870_912,
    title: { zh: '一个应答解压后的最多字节数', en: 'the most bytes of one answer, unpacked' },
  },
  maxConnections: {
    type: 'integer',
    default: 4,
    minimum: 1,
    maximum: 100,
    title: { zh: '同时的请求数', en: 'requests at the same time' },
  },
  requestsPerSecond: {
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    title: { zh: '每秒最多的请求数；不写则不限', en: 'requests in a second; no bound when absent' },
  },
  maxWaitMs: {
    type: 'integer',
    default: 5000,
    minimum: 0,
    maximum: 600_000,
    title: {
      zh: '服务以 Retry-After 要求等待时，查询最多等待的毫秒数',
      en: 'milliseconds that a read waits where the service asks to (Retry-After)',
    },
  },
  proxy: {
    type: 'string',
    title: {
      zh: '代理的地址；环境变量中的代理不会自动使用',
      en: 'address of a proxy; that of the environment is never used by itself',
    },
  },
  caFile: {
    type: 'string',
    title: {
      zh: '受信任证书的 PEM 文件；不写则用 Node.js 自带的',
      en: 'PEM file of the certificates that are trusted; those of Node.js when absent',
    },
  },
  certificateFile: { type: 'string', title: { zh: '客户端证书的 PEM 文件', en: 'PEM file of the client certificate' } },
  keyFile: { type: 'string', title: { zh: '客户端私钥的 PEM 文件', en: 'PEM file of its private key' } },
  keyPassphrase: { type: 'string', secret: true, title: { zh: '私钥的口令', en: 'passphrase of the private key' } },
}

/** The options as settings. Throws `OPTION_INVALID` for an address that is none and a file that cannot be used. */
export function clientSettings(connector: string, options: ClientOptions): ClientSettings {
  const invalid = (option: string, problem: string): BerthError =>
    new BerthError('OPTION_INVALID', { connector, option, problem })
  const address = (option: 'url' | 'proxy', text: string): URL => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (url === undefined || !/^https?:$/.test(url.protocol)) throw invalid(option, 'http:// or https://')
    if (url.username !== '' || url.password !== '') throw invalid(option, 'credentials are options of their own')
    return url
  }
  return {
    connector,
    url: address('url', options.url),
    allowedHosts: (options.allowedHosts ?? '')
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
    allowLoopback: options.allowLoopback,
    maxRedirects: options.maxRedirects,
    connectTimeoutMs: options.connectTimeoutMs,
    maxAnswerBytes: options.maxAnswerBytes,
    maxConnections: options.maxConnections,
    requestsPerSecond: options.requestsPerSecond,
    maxWaitMs: options.maxWaitMs,
    proxy: options.proxy === undefined ? undefined : address('proxy', options.proxy).href,
    certificates: readCertificates(connector, options),
  }
}
