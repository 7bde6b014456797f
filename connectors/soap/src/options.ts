import type { OptionsSchema, Secret } from '@berth/core'
import { type AuthenticationOptions, authenticationOptions, type ClientOptions, clientOptions } from '@berth/services'

/** What a docking gives to reach a SOAP service: its WSDL, the bounds of calls, whose they are. */
export interface SoapOptions extends Omit<ClientOptions, 'url'>, AuthenticationOptions {
  /** An address, or a file in the folder of the docking. */
  readonly wsdl: string
  /** What stands for the addresses in the WSDL. @default the WSDL's own */
  readonly url?: string
  /** Of requests. @default utf-8 */
  readonly charset: string
  readonly wsSecurity: 'none' | 'password-digest' | 'password-text' | 'certificate'
  readonly signingCertificateFile?: string
  readonly signingKey?: Secret
  readonly signingKeyPassphrase?: Secret
}

/** How a service is reached, but for its address, which the WSDL has. */
const reach: OptionsSchema = Object.fromEntries(Object.entries(clientOptions).filter(([name]) => name !== 'url'))

/** The options as data. */
export const options: OptionsSchema = {
  wsdl: {
    type: 'string',
    required: true,
    title: {
      zh: 'WSDL 的地址，或对接目录中的文件',
      en: 'address of the WSDL, or a file in the folder of the docking',
    },
  },
  url: {
    type: 'string',
    title: {
      zh: '服务的地址，代替 WSDL 中所写的主机；带路径时也代替路径',
      en: "address of the service in place of the WSDL's: its host, and its path where one is given",
    },
  },
  charset: {
    type: 'string',
    default: 'utf-8',
    title: { zh: '请求报文的字符集，如 GBK', en: 'charset of requests, such as GBK' },
  },
  ...reach,
  ...authenticationOptions,
  user: {
    type: 'string',
    title: { zh: 'basic 或 WS-Security：用户名', en: 'basic or WS-Security: user name' },
  },
  password: {
    type: 'string',
    secret: true,
    title: { zh: 'basic 或 WS-Security：密码', en: 'basic or WS-Security: password' },
  },
  wsSecurity: {
    type: 'string',
    enum: ['none', 'password-digest', 'password-text', 'certificate'],
    default: 'none',
    title: {
      zh: '报文头中的 WS-Security：口令摘要、口令明文（仅 https）、证书签名',
      en: 'WS-Security in the header: digest of the password, the password itself (https alone), signature by certificate',
    },
  },
  signingCertificateFile: {
    type: 'string',
    title: { zh: 'certificate：签名证书的 PEM 文件', en: 'certificate: PEM file of the certificate that signs' },
  },
  signingKey: {
    type: 'string',
    secret: true,
    title: { zh: 'certificate：其私钥（PEM）', en: 'certificate: its private key, as PEM' },
  },
  signingKeyPassphrase: {
    type: 'string',
    secret: true,
    title: { zh: 'certificate：私钥的口令', en: 'certificate: passphrase of the key' },
  },
}
