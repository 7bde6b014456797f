import type { OptionsSchema } from '@berth/core'
import { type AuthenticationOptions, authenticationOptions, type ClientOptions, clientOptions } from '@berth/services'

/** What a docking gives to reach an HTTP interface: where it is, its bounds, whose the calls are. */
export interface HttpOptions extends ClientOptions, AuthenticationOptions {
  /** What `ping` asks, joined to `url`. @default `url` itself */
  readonly pingPath?: string
  /** The service's OpenAPI 3 document: a file or an address. `describe` then tells its operations too. */
  readonly openapi?: string
}

/** The options as data. */
export const options: OptionsSchema = {
  ...clientOptions,
  ...authenticationOptions,
  pingPath: {
    type: 'string',
    title: { zh: '检查是否在线时访问的路径，默认为 url 本身', en: 'path that a sign of life is asked of; url itself' },
  },
  openapi: {
    type: 'string',
    title: {
      zh: 'OpenAPI 3 文档（文件或地址），berth discover 据此起草',
      en: 'OpenAPI 3 document, a file or an address, that berth discover drafts from',
    },
  },
}
