import { BerthError, textDecoding } from '@berth/core'

/** The charsets that old consumers write envelopes in. GBK and GB2312 are parts of GB18030 and read as such. */
const charsets: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  cp936: 'gb18030',
  gb18030: 'gb18030',
  big5: 'big5',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
}

/**
 * The text of an envelope. Its charset is told by a byte order mark, else by the `charset` of the media type, else by
 * the XML declaration, else it is UTF-8 (RFC 7303, 3).
 *
 * Throws `CHARSET_UNKNOWN`, or `TEXT_UNDECODABLE` with the offset of the first byte that is not valid.
 */
export function envelopeText(body: Uint8Array, declared: string | undefined): string {
  const mark = markedCharset(body)
  const label = mark?.charset ?? declared ?? declaredInside(body) ?? 'utf-8'
  const charset = charsetOf(label, body)
  const bytes = mark === undefined ? body : body.subarray(mark.length)
  return textDecoding(charset).decode(bytes, 'body')
}

function charsetOf(label: string, body: Uint8Array): string {
  const name = label.toLowerCase()
  // Without a mark, the first character tells: an envelope begins with `<` or a blank.
  if (name === 'utf-16') return body[0] === 0 ? 'utf-16be' : 'utf-16le'
  const charset = Object.hasOwn(charsets, name) ? charsets[name] : undefined
  if (charset === undefined)
    throw new BerthError('CHARSET_UNKNOWN', { charset: /^[\w.:-]{1,40}$/.test(label) ? label : '?' })
  return charset
}

function markedCharset([first, second, third]: Uint8Array): { charset: string; length: number } | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return { charset: 'utf-8', length: 3 }
  if (first === 0xff && second === 0xfe) return { charset: 'utf-16le', length: 2 }
  if (first === 0xfe && second === 0xff) return { charset: 'utf-16be', length: 2 }
  return undefined
}

function declaredInside(body: Uint8Array): string | undefined {
  const head = Buffer.from(body.subarray(0, 200)).toString('latin1')
  return /^<\?xml\s[^>]*?\sencoding\s*=\s*(["'])([A-Za-z][\w.-]{0,39})\1/.exec(head)?.[2]
}
