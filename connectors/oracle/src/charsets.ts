import { BerthError, textDecoding } from '@berth/core'
import { encodeText } from '@berth/sql'

/** Charsets of Oracle that hold a part of Unicode, by the names of the encoding standard. */
const multiByte: Readonly<Record<string, string>> = {
  ZHS16GBK: 'gbk',
  ZHS32GB18030: 'gb18030',
  ZHT16BIG5: 'big5',
  ZHT16MSWIN950: 'big5',
}

/** The last code point of charsets that hold a beginning of Unicode. What is not known is taken for ASCII. */
const lastCodePoint: Readonly<Record<string, number>> = { US7ASCII: 0x7f, WE8ISO8859P1: 0xff }

/** Whether one byte is one character, so that no function of the database cuts one. */
export function isSingleByte(databaseCharset: string): boolean {
  return /^[A-Z]+[78][A-Z]/.test(databaseCharset)
}

/**
 * A check that the database can keep a text: it would put a question mark in the place of what it does not have, and say
 * nothing. Throws `TEXT_UNENCODABLE`. Undefined where all of Unicode can be kept.
 */
export function checkEncodable(databaseCharset: string, column: string): ((text: string) => void) | undefined {
  if (databaseCharset === 'AL32UTF8' || databaseCharset === 'UTF8') return undefined
  const label = multiByte[databaseCharset]
  if (label !== undefined) {
    const decoding = textDecoding(label)
    return (text) => void encodeText(text, decoding, column)
  }
  const last = lastCodePoint[databaseCharset] ?? 0x7f
  return (text) => {
    let offset = 0
    for (const character of text) {
      if ((character.codePointAt(0) ?? 0) > last)
        throw new BerthError('TEXT_UNENCODABLE', { column, offset, charset: databaseCharset })
      offset++
    }
  }
}
