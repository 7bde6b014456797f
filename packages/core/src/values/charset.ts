import { TextDecoder } from 'node:util'
import { BerthError } from '../errors/berth-error.ts'
import { badByteSearch } from './first-bad-byte.ts'

/** Names that department systems use, beside the labels of the WHATWG encoding standard. */
const aliases: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  unicode_fss: 'utf-8',
  gb_2312: 'gbk',
  cp936: 'gbk',
  zhs16gbk: 'gbk',
  gb18030_2022: 'gb18030',
  big_5: 'big5',
  zht16big5: 'big5',
  win1250: 'windows-1250',
  win1251: 'windows-1251',
  win1252: 'windows-1252',
  iso8859_1: 'iso-8859-1',
  ascii: 'us-ascii',
}

/** What the library makes of the bytes 0x80 and 0xFF where they stand alone. */
const fromLoneBytes: Readonly<Record<string, RegExp>> = {
  gbk: /€/,
  gb18030: /€/,
  big5: /[\u0080\uf8f8]/,
}

/** Turns bytes into text, strictly: a byte that is not valid is an error with its offset (TXT-1). */
export interface TextDecoding {
  /** The charset as the encoding standard names it. */
  readonly charset: string
  /** `column` names the place in the error `TEXT_UNDECODABLE`. */
  decode(bytes: Uint8Array, column: string): string
  /** The offset of the first byte that `decode` refuses, looked for from `start` on, where a character begins; -1: there is none. */
  firstBadByte(bytes: Uint8Array, start: number): number
}

/**
 * A strict decoder for a charset. Throws `CHARSET_UNKNOWN` when there is none of that name.
 *
 * The bytes 0x80 and 0xFF are no characters of the Chinese charsets. They are refused, although the library reads them as
 * a euro sign, a control or a private character: they come from a cut or foreign character.
 */
export function textDecoding(charset: string): TextDecoding {
  const label = aliases[charset.toLowerCase()] ?? charset
  let decoder: TextDecoder
  try {
    decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true })
  } catch (cause) {
    throw new BerthError('CHARSET_UNKNOWN', { charset }, { cause })
  }
  const doubtful = fromLoneBytes[decoder.encoding]
  const firstBadByte = badByteSearch(decoder.encoding)
  return {
    charset: decoder.encoding,
    firstBadByte,
    decode(bytes, column) {
      let text: string
      try {
        text = decoder.decode(bytes)
      } catch (cause) {
        const offset = firstBadByte(bytes, 0)
        throw new BerthError('TEXT_UNDECODABLE', { column, offset, charset }, { cause })
      }
      if (doubtful?.test(text) === true) {
        const offset = firstBadByte(bytes, 0)
        if (offset >= 0) throw new BerthError('TEXT_UNDECODABLE', { column, offset, charset })
      }
      return text
    },
  }
}
