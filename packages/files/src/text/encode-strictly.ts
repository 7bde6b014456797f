import { BerthError, characterCount, textDecoding } from '@berth/core'
import iconv from 'iconv-lite'

/** Makes the bytes of a text. */
export interface TextEncoding {
  /** As the encoding standard names it. */
  readonly charset: string
  /** Undefined: there is a character in it that the charset does not have. */
  encode(text: string): Uint8Array | undefined
}

/**
 * A strict encoder for a charset: what it makes decodes to the same text again, or it makes nothing. So a character for private use
 * that the charset's writers and readers disagree about is refused, too. Throws `CHARSET_UNKNOWN` when there is none of that name.
 */
export function textEncoding(name: string): TextEncoding {
  const decoding = textDecoding(name)
  const { charset } = decoding
  if (charset === 'utf-8')
    return { charset, encode: (text) => (text.isWellFormed() ? Buffer.from(text, 'utf8') : undefined) }
  if (charset === 'utf-16le' || charset === 'utf-16be') return { charset, encode: utf16(charset) }
  if (!iconv.encodingExists(charset)) throw new BerthError('CHARSET_UNKNOWN', { charset: name })
  return {
    charset,
    encode(text) {
      // The same bytes in each of them, and most of what columns hold.
      if (printableAscii.test(text)) return Buffer.from(text, 'latin1')
      const bytes = iconv.encode(text, charset)
      try {
        return decoding.decode(bytes, '') === text ? bytes : undefined
      } catch {
        return undefined
      }
    },
  }
}

const printableAscii = /^[ -~]*$/

function utf16(charset: string): (text: string) => Uint8Array | undefined {
  return (text) => {
    if (!text.isWellFormed()) return undefined
    const bytes = Buffer.from(text, 'utf16le')
    return charset === 'utf-16be' ? bytes.swap16() : bytes
  }
}

/** The error about the first character that the charset does not have; `TEXT_UNENCODABLE` tells its place, not the character. */
export function unencodable(text: string, encoding: TextEncoding, column: string): BerthError {
  let offset = 0
  for (const character of text) {
    if (encoding.encode(character) === undefined) break
    offset += characterCount(character)
  }
  return new BerthError('TEXT_UNENCODABLE', { column, offset, charset: encoding.charset })
}
