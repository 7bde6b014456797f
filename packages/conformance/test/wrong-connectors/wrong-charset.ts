import type { Connector } from '@berth/core'
import { honest, register } from './register.ts'

/** Takes every column for UTF-8, and puts a replacement character where a byte is none. */
export const connector: Connector = register({
  ...honest,
  text: (bytes) => new TextDecoder('utf-8').decode(bytes),
})
