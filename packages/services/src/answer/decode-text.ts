import { BerthError, textDecoding } from '@berth/core'
import { unreadable } from './unreadable.ts'

/** What servers say by default, whatever they send: it is no statement about the text. */
const meaningless = /^(?:iso-8859-1|latin1|us-ascii|ascii|windows-1252)$/i

/**
 * The text of an answer, decoded strictly: by the charset that the docking declares, else a byte order mark, the header, the XML
 * declaration, else UTF-8. Throws `ANSWER_UNREADABLE` with the place of the first byte that is not valid.
 */
export function decodeText(
  bytes: Uint8Array,
  declared: string | undefined,
  contentType: string | undefined,
  call: string,
): string {
  const charset = declared ?? markOf(bytes) ?? headerCharset(contentType) ?? xmlCharset(bytes) ?? 'utf-8'
  let text: string
  try {
    text = textDecoding(charset).decode(bytes, call)
  } catch (error) {
    if (!BerthError.is(error)) throw error
    if (error.code !== 'TEXT_UNDECODABLE') throw unreadable(call, 'answer-charset-unknown', {}, error)
    throw unreadable(call, 'answer-byte-invalid', { offset: error.details['offset'] ?? 0, charset }, error)
  }
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

function markOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : undefined
}

function headerCharset(contentType: string | undefined): string | undefined {
  const charset = /;\s*charset\s*=\s*"?([\w.:-]{1,40})"?/i.exec(contentType ?? '')?.[1]
  return charset === undefined || meaningless.test(charset) ? undefined : charset
}

function xmlCharset(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1')
  const charset = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start)?.[1]
  return charset === undefined || /^(?:us-)?ascii$/i.test(charset) ? undefined : charset
}
