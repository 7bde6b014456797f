import { BerthError } from '@berth/core'
import { encodeText } from '@berth/services'

/**
 * The bytes of an envelope with its XML declaration. A character that the charset does not have is written by its number,
 * which XML reads as the character itself.
 */
export function encodeEnvelope(envelope: string, charset: string, call: string): Uint8Array {
  const text = `<?xml version="1.0" encoding="${charset}"?>${envelope}`
  try {
    return encodeText(text, charset, call)
  } catch (error) {
    if (!BerthError.is(error) || error.code !== 'TEXT_UNENCODABLE' || charset === 'utf-8') throw error
  }
  let written = ''
  for (const character of text)
    written +=
      character < '\u{80}' || isEncodable(character, charset, call) ? character : `&#${character.codePointAt(0)};`
  return encodeText(written, charset, call)
}

function isEncodable(character: string, charset: string, call: string): boolean {
  try {
    encodeText(character, charset, call)
    return true
  } catch {
    return false
  }
}
