import { BerthError, textDecoding } from '@berth/core'
import { fileMalformed, formatUnsupported } from '../malformed.ts'

/** One field as the header of a table declares it. */
export interface DbfField {
  readonly name: string
  /** One letter: `C`, `N`, `D`. */
  readonly type: string
  /** In its record, the mark for deletion counted. */
  readonly start: number
  readonly size: number
  readonly decimals: number
  /** Its bytes are no text, whatever its type says. */
  readonly binary: boolean
  /** Which bit of `_NullFlags` says that it is NULL. Undefined: none does. */
  readonly nullBit: number | undefined
}

/** What the header of a table says. */
export interface DbfTable {
  readonly version: number
  readonly visualFoxPro: boolean
  /** Records, deleted ones counted. */
  readonly records: number
  readonly headerBytes: number
  readonly recordBytes: number
  readonly fields: readonly DbfField[]
  /** Where the bits that say NULL stand. Undefined: the table has none. */
  readonly nullFlags: { readonly start: number; readonly size: number } | undefined
  /** Of the texts. */
  readonly charset: string
}

/** Bytes before the first field. */
export const prefixBytes = 32

/** What the mark for the language means, where that is a charset which can be read. */
const languages: Readonly<Record<number, string>> = {
  3: 'windows-1252',
  77: 'gbk',
  78: 'euc-kr',
  79: 'big5',
  87: 'windows-1252',
  120: 'big5',
  121: 'euc-kr',
  122: 'gbk',
  123: 'shift_jis',
  200: 'windows-1250',
  201: 'windows-1251',
}

const versions: ReadonlySet<number> = new Set([0x02, 0x03, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0xcb, 0xf5, 0xfb])
const types = /^[CNFDLMIYBTGP0]$/

/** How many bytes the header has, from its first 32. Throws `FILE_MALFORMED` or `FILE_FORMAT_UNSUPPORTED`. */
export function headerLength(prefix: Buffer, file: string): number {
  const version = prefix[0] ?? 0
  if (version === 0x04 || version === 0x8c)
    throw new BerthError('FILE_FORMAT_UNSUPPORTED', { file, feature: 'dBase 7' })
  if (!versions.has(version)) throw fileMalformed(file, 'DBF', 'dbf-version', { version })
  if (((prefix[15] ?? 0) & 1) !== 0) throw new BerthError('FILE_ENCRYPTED', { file })
  const length = prefix.readUInt16LE(8)
  if (length < prefixBytes + 1) throw fileMalformed(file, 'DBF', 'dbf-header-short', { offset: 8 })
  return length
}

/**
 * Reads a whole header. `declared` is the charset of the definition, which counts before what the table says of itself; UTF-8,
 * which is what a definition without a charset has, does not.
 */
export function readTable(header: Buffer, file: string, declared: string, codePage: string | undefined): DbfTable {
  const version = header[0] ?? 0
  const visualFoxPro = version >= 0x30 && version <= 0x32
  const recordBytes = header.readUInt16LE(10)
  const charset = charsetOf(declared, codePage, header[29] ?? 0)
  const raw = fieldEntries(header, file)
  const plainSize = raw.reduce((sum, entry) => sum + (entry[16] ?? 0), 1)
  // Clipper keeps the high byte of the length of a long text where other fields keep their decimals.
  const longTexts = plainSize !== recordBytes
  const decoding = textDecoding(charset)
  const fields: DbfField[] = []
  let nullFlags: DbfTable['nullFlags']
  let start = 1
  let bit = 0
  for (const entry of raw) {
    const type = String.fromCharCode(entry[11] ?? 0)
    const name = decoding.decode(nameBytes(entry), '#field').trim()
    const decimals = entry[17] ?? 0
    const size = (entry[16] ?? 0) + (longTexts && type === 'C' ? decimals * 256 : 0)
    if (!types.test(type)) throw formatUnsupported(file, 'dbf-field-type', { type, name })
    if (type === '0') nullFlags = { start, size }
    else {
      const nullable = visualFoxPro && ((entry[18] ?? 0) & 2) !== 0
      const binary = ((entry[18] ?? 0) & 4) !== 0
      fields.push({ name, type, start, size, decimals, binary, nullBit: nullable ? bit++ : undefined })
    }
    start += size
  }
  if (start !== recordBytes) throw fileMalformed(file, 'DBF', 'dbf-record-length', { recordBytes, fieldBytes: start })
  if (new Set(fields.map(({ name }) => name)).size !== fields.length)
    throw fileMalformed(file, 'DBF', 'dbf-field-twice')
  const records = header.readUInt32LE(4)
  return { version, visualFoxPro, records, headerBytes: header.length, recordBytes, fields, nullFlags, charset }
}

function fieldEntries(header: Buffer, file: string): Buffer[] {
  const entries: Buffer[] = []
  for (let at = prefixBytes; at < header.length && header[at] !== 0x0d; at += 32) {
    if (at + 32 > header.length) throw fileMalformed(file, 'DBF', 'dbf-fields-endless', { offset: at })
    entries.push(header.subarray(at, at + 32))
  }
  if (entries.length === 0) throw fileMalformed(file, 'DBF', 'dbf-fields-missing', { offset: prefixBytes })
  return entries
}

function nameBytes(entry: Buffer): Buffer {
  const end = entry.indexOf(0)
  return entry.subarray(0, end >= 0 && end < 11 ? end : 11)
}

function charsetOf(declared: string, codePage: string | undefined, language: number): string {
  if (textDecoding(declared).charset !== 'utf-8') return declared
  const named = codePage === undefined ? undefined : codePageCharset(codePage)
  return named ?? languages[language] ?? declared
}

/** The charset that a file `.cpg` names: `CP936`, `936`, `UTF-8`. Undefined: none that is known. */
function codePageCharset(text: string): string | undefined {
  const name = text.trim()
  const number = /^(?:cp|ansi\s*|oem\s*)?(\d+)$/i.exec(name)?.[1]
  const numbered: Readonly<Record<string, string>> = {
    '936': 'gbk',
    '950': 'big5',
    '54936': 'gb18030',
    '65001': 'utf-8',
  }
  const charset = number === undefined ? name : (numbered[number] ?? `windows-${number}`)
  try {
    return textDecoding(charset).charset
  } catch {
    return undefined
  }
}
