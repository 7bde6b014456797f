import { BerthError, textDecoding } from '@berth/core'
import { charsetColumn, type SqlColumn, type SqlTextBytes } from '@berth/sql'
import type { NativeColumn } from './native-column.ts'
import { equalPadded, equalText, orderText } from './text-equality.ts'

/** Code pages of collations by the names that decoders know them by. Of others the server makes the text. */
const charsets: Readonly<Record<number, string>> = {
  874: 'windows-874',
  932: 'Shift_JIS',
  936: 'GBK',
  949: 'EUC-KR',
  950: 'Big5',
  1250: 'windows-1250',
  1251: 'windows-1251',
  1252: 'windows-1252',
  1253: 'windows-1253',
  1254: 'windows-1254',
  1255: 'windows-1255',
  1256: 'windows-1256',
  1257: 'windows-1257',
  1258: 'windows-1258',
  65001: 'UTF-8',
}

/** The charset of a code page; undefined where no decoder knows it. */
export function charsetOf(codePage: number | undefined): string | undefined {
  return codePage === undefined ? undefined : charsets[codePage]
}

/**
 * CHAR, VARCHAR and TEXT: read as the bytes that are stored and decoded strictly, for the driver puts a replacement in the
 * place of a bad byte. Written as text that was found to fit the code page and the length in bytes, for the server puts
 * a question mark in the place of what does not.
 */
export function textColumn(column: SqlColumn, native: NativeColumn): SqlColumn {
  const { type, bytes: size, collation = 'DATABASE_DEFAULT' } = native
  const bounded = size !== -1 && type !== 'text'
  const target = type === 'text' ? 'varchar(max)' : column.nativeType
  const compared = (reference: string): string => (type === 'text' ? `CONVERT(varchar(max), ${reference})` : reference)
  const textual: SqlColumn = {
    ...column,
    type: { name: 'text', ...(bounded ? { maxLength: size } : {}) },
    marker: (marker) => `CONVERT(${target}, ${marker} COLLATE ${collation})`,
    order: orderText(target),
    equals: (reference, marker) =>
      type === 'char' ? equalPadded(reference, marker, target) : equalText(compared(reference), marker, target),
  }
  const raw: SqlTextBytes = {
    select: (reference) => `CONVERT(varbinary(${bounded ? size : 'max'}), ${compared(reference)})`,
    marker: (marker) => `CONVERT(${target}, ${marker})`,
    bind: (bytes) => (bounded ? checkBytes(bytes, size) : bytes),
  }
  const charset = charsetOf(native.codePage)
  if (charset === undefined) {
    const select = (reference: string): string => `CONVERT(nvarchar(max), ${reference})`
    return { ...textual, select, bytes: raw }
  }
  const decoding = textDecoding(charset)
  const bind = (bytes: Uint8Array): string => decoding.decode(bounded ? checkBytes(bytes, size) : bytes, native.name)
  const ways: SqlTextBytes = { ...raw, bind, ...(textual.marker === undefined ? {} : { marker: textual.marker }) }
  const read = charsetColumn({ ...textual, bytes: ways }, charset, 'mssql')
  return { ...read, ...(native.codePage === 936 ? { convert: withEuro(read.convert) } : {}), bytes: raw }
}

function checkBytes(bytes: Uint8Array, maxLength: number): Uint8Array {
  if (bytes.length <= maxLength) return bytes
  throw new BerthError('VALUE_TOO_LONG', { length: bytes.length, maxLength })
}

const windows936 = new TextDecoder('gbk', { fatal: true, ignoreBOM: true })

/** In Windows' code page 936 the byte 80 is the euro sign, which GBK proper does not have. */
function withEuro(convert: SqlColumn['convert']): NonNullable<SqlColumn['convert']> {
  return (raw) => {
    try {
      return convert?.(raw) ?? null
    } catch (error) {
      try {
        return windows936.decode(raw as Uint8Array)
      } catch {
        throw error
      }
    }
  }
}
