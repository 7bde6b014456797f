import { BerthError, characterCount, type TextDecoding } from '@berth/core'
import iconv from 'iconv-lite'

/** The bytes of a text in a charset. Throws `TEXT_UNENCODABLE` with the place of the first character it does not have. */
export function encodeText(text: string, decoding: TextDecoding, column: string): Uint8Array {
  const encoded = iconv.encode(text, decoding.charset)
  if (decodesTo(encoded, decoding, column, text)) return encoded
  let offset = 0
  for (const character of text) {
    if (!decodesTo(iconv.encode(character, decoding.charset), decoding, column, character)) break
    offset += characterCount(character)
  }
  throw new BerthError('TEXT_UNENCODABLE', { column, offset, charset: decoding.charset })
}

function decodesTo(encoded: Uint8Array, decoding: TextDecoding, column: string, text: string): boolean {
  try {
    return decoding.decode(encoded, column) === text
  } catch {
    return false
  }
}
