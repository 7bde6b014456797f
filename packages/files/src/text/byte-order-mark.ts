import { BerthError, textDecoding } from '@berth/core'

/** In what charset a text is, and how many bytes of a mark stand before it. */
export interface TextStart {
  readonly charset: string
  readonly skip: number
}

/** As many bytes as the longest mark has. */
export const markBytes = 4

const marks: readonly { readonly charset: string; readonly bytes: readonly number[] }[] = [
  { charset: 'utf-32le', bytes: [0xff, 0xfe, 0, 0] },
  { charset: 'utf-32be', bytes: [0, 0, 0xfe, 0xff] },
  { charset: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { charset: 'utf-16le', bytes: [0xff, 0xfe] },
  { charset: 'utf-16be', bytes: [0xfe, 0xff] },
  { charset: 'gb18030', bytes: [0x84, 0x31, 0x95, 0x33] },
]

/**
 * What the first bytes of a text say of its charset; `first` holds four of them, or all there are.
 *
 * A byte order mark counts more than UTF-8, which is only the default, for no UTF-8 begins so. Any other charset that it
 * contradicts is `FILE_CHARSET_CONTRADICTED`.
 */
export function textStart(first: Uint8Array, declared: string, file: string): TextStart {
  const { charset } = textDecoding(declared)
  const mark = marks.find(({ bytes }) => bytes.every((byte, index) => first[index] === byte))
  if (mark === undefined) return { charset, skip: 0 }
  if (mark.charset.startsWith('utf-32')) throw new BerthError('CHARSET_UNKNOWN', { file, charset: mark.charset })
  if (mark.charset === charset || givesWay(charset, declared, mark.charset))
    return { charset: mark.charset, skip: mark.bytes.length }
  throw new BerthError('FILE_CHARSET_CONTRADICTED', { file, declared, found: mark.charset })
}

function givesWay(charset: string, declared: string, found: string): boolean {
  if (charset === 'utf-8') return true
  if (charset === 'gbk') return found === 'gb18030'
  return declared.toLowerCase() === 'utf-16' && found.startsWith('utf-16')
}
