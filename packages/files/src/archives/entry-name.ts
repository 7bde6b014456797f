import { TextDecoder } from 'node:util'
import { crc32 } from 'node:zlib'
import type { FileProblem } from '@berth/core'

/** What the directory of a zip says of the name of one entry. */
export interface ZipEntryName {
  readonly raw: Uint8Array
  /** The general purpose flags. */
  readonly flags: number
  /** The system that made it, the upper byte of `version made by`: 3 is Unix. */
  readonly system: number
  readonly extraFields: readonly { readonly id: number; readonly data: Uint8Array }[]
}

const utf8Flag = 0x800
const unicodePath = 0x7075
const unix = 3

/**
 * The name of an entry. The standard knows UTF-8, told by a flag or an extra field, and the code page of old PCs; Chinese
 * Windows writes GBK and says nothing, old macOS and Linux write UTF-8 and say nothing. What is valid in both charsets goes
 * by the system that made it and by which reading is Chinese. Undefined: it is neither.
 */
export function zipEntryName({ raw, flags, system, extraFields }: ZipEntryName): string | undefined {
  if ((flags & utf8Flag) !== 0) return decode('utf-8', raw)
  for (const { id, data } of extraFields) {
    const view = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    if (id === unicodePath && data.length > 5 && data[0] === 1 && view.readUInt32LE(1) === crc32(raw))
      return decode('utf-8', data.subarray(5))
  }
  const utf8 = decode('utf-8', raw)
  if (utf8 !== undefined && (system === unix || /^[\0-\x7f]*$|[\u2e80-\uffff]/.test(utf8))) return utf8
  return decode('gb18030', raw) ?? utf8
}

/** Why an entry of that name is refused: as a path it could lead out of a folder. Undefined: it is not. */
export function unsafeName(name: string): FileProblem | undefined {
  const steps = name.replaceAll('\\', '/').split('/')
  if (steps.includes('..')) return 'archive-entry-upwards'
  if (steps[0] === '' || /^[a-zA-Z]:/.test(name)) return 'archive-entry-absolute'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (/[\0-\x1f\x7f]/.test(name)) return 'archive-entry-controls'
  return undefined
}

function decode(charset: string, raw: Uint8Array): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(raw)
  } catch {
    return undefined
  }
}
