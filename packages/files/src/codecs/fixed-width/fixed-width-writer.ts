import { BerthError, type Field, type Row, type Value } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { type TextEncoding, textEncoding, unencodable } from '../../text/encode-strictly.ts'
import { cellText } from '../cell-text.ts'
import type { FileWriter } from '../codec.ts'
import { type FixedColumn, fixedColumns, nullTexts } from './fixed-columns.ts'

interface FixedField extends FixedColumn {
  /** Its position in a row; undefined: nothing is written there but blanks. */
  readonly index: number | undefined
  readonly encoding: TextEncoding
  /** What it holds where nothing is written: blanks of its own charset. */
  readonly blanks: Uint8Array
}

/**
 * Writes records whose columns lie at fixed places, padded with blanks, each on a line that ends with CR LF unless the definition
 * has `recordBytes`. NULL is blank, or the first of `nulls`.
 *
 * `VALUE_TOO_LONG` counts bytes of the charset (TXT-2). `VALUE_LOSS`: a value that would be read back as another one: with blanks at
 * its end, empty, with a line end in it, or with a byte order mark at the start. `TEXT_UNENCODABLE`: a character is not in the charset.
 * `DEFINITION_INVALID`: a width that blanks of the charset do not fill.
 */
export function fixedWidthWriter(dataset: FileDataset, fields: readonly Field[]): FileWriter {
  const encoding = textEncoding(dataset.charset)
  fixedColumns(
    dataset,
    fields.map(({ name }) => name),
  )
  const all = fixedColumns(
    dataset,
    dataset.columns.map(({ name }) => name),
  )
  const columns = all.map((place): FixedField => {
    const { name, charset } = place.column
    const index = fields.findIndex((field) => field.name === name)
    const own = charset === undefined ? encoding : textEncoding(charset)
    const blanks = padding(place.bytes, own, dataset, `columns.${name}.bytes`)
    return { ...place, index: index < 0 ? undefined : index, encoding: own, blanks }
  })
  const length = dataset.recordBytes ?? Math.max(0, ...columns.map(({ start, bytes }) => start + bytes))
  const lineEnd = dataset.recordBytes === undefined ? required(encoding.encode('\r\n')) : new Uint8Array()
  const blanks = padding(length, encoding, dataset, dataset.recordBytes === undefined ? 'columns' : 'recordBytes')

  const write = (row: Row, into: Uint8Array): void => {
    into.set(blanks)
    into.set(lineEnd, length)
    for (const field of columns) {
      into.set(field.blanks, field.start)
      into.set(written(field, row, dataset), field.start)
    }
  }
  const records = (rows: readonly Row[]): Uint8Array => {
    const each = length + lineEnd.length
    const bytes = new Uint8Array(rows.length * each)
    rows.forEach((row, index) => {
      write(row, bytes.subarray(index * each, (index + 1) * each))
    })
    return bytes
  }
  return {
    begin: () => (dataset.header ? records([columns.map(({ column }) => column.from)]) : new Uint8Array()),
    records,
    end: () => new Uint8Array(),
  }
}

function written({ column, start, bytes, index, encoding }: FixedField, row: Row, dataset: FileDataset): Uint8Array {
  const value: Value = index === undefined ? null : (row[index] ?? null)
  const nulls = nullTexts(dataset)
  const text = value === null ? (nulls[0] ?? '') : cellText(value)
  const cut = dataset.trim ? text.trim() : text.replace(/ +$/, '')
  const marked = start === 0 && text.startsWith('\ufeff')
  if (value !== null && (marked || cut !== text || nulls.includes(text) || /[\r\n]/.test(text)))
    throw new BerthError('VALUE_LOSS', { column: column.name, type: 'CHAR', length: text.length })
  const encoded = encoding.encode(text)
  if (encoded === undefined) throw unencodable(text, encoding, column.name)
  if (encoded.length > bytes)
    throw new BerthError('VALUE_TOO_LONG', { column: column.name, length: encoded.length, maxLength: bytes })
  return encoded
}

/** As many bytes of blanks. Throws `DEFINITION_INVALID` where the last blank would be half of one. */
function padding(length: number, encoding: TextEncoding, { name }: FileDataset, path: string): Uint8Array {
  const blank = required(encoding.encode(' '))
  if (length % blank.length === 0) return Buffer.alloc(length, blank)
  const expected = `${encoding.charset}：${blank.length} 字节的整数倍 / in ${encoding.charset} a multiple of ${blank.length} bytes`
  throw new BerthError('DEFINITION_INVALID', { connector: 'file', dataset: name, path, expected })
}

function required(bytes: Uint8Array | undefined): Uint8Array {
  return bytes ?? new Uint8Array()
}
