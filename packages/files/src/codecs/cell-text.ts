import type { Value } from '@berth/core'

/** The text of a value that is not NULL, as `valueOfText` reads it. */
export function cellText(value: Exclude<Value, null>): string {
  if (typeof value === 'string') return value
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value)
}
