import { BerthError, textDecoding } from '@berth/core'
import iconv from 'iconv-lite'

/** The bytes of a text in a charset. Throws `TEXT_UNENCODABLE` where it does not have all of them. */
export function encodeText(text: string, charset: string, place: string): Uint8Array {
  if (charset === 'utf-8') {
    if (text.isWellFormed()) return Buffer.from(text)
    throw new BerthError('TEXT_UNENCODABLE', { column: place, offset: 0, charset })
  }
  const encoded = iconv.encode(text, charset)
  const decoding = textDecoding(charset)
  let back: string | undefined
  try {
    back = decoding.decode(encoded, place)
  } catch {
    back = undefined
  }
  if (back === text) return encoded
  let offset = 0
  while (back !== undefined && back[offset] === text[offset]) offset++
  throw new BerthError('TEXT_UNENCODABLE', { column: place, offset, charset })
}

/** A text as a part of an address: every byte but letters, digits and `-._~` as `%` and two digits (RFC 3986). */
export function percentEncoded(text: string, charset: string, place: string): string {
  if (/^[\w.~-]*$/.test(text)) return text
  let encoded = ''
  for (const byte of encodeText(text, charset, place)) {
    const character = String.fromCharCode(byte)
    encoded += /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}

/** A text as content of an element or attribute. Throws `PARAMETER_INVALID` for characters that XML does not have. */
export function xmlEscaped(text: string, place: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 has no form for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) || !text.isWellFormed())
    throw new BerthError('PARAMETER_INVALID', { parameter: place, problem: 'a character that XML does not have' })
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;')
}
