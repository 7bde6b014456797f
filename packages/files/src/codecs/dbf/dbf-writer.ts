import { BerthError, type Field, type Row, type Value } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { type TextEncoding, unencodable } from '../../text/encode-strictly.ts'
import { cellText } from '../cell-text.ts'
import type { FileWriter } from '../codec.ts'
import { type DbfOutputField, type DbfShape, dbfShape } from './dbf-fields.ts'

const blank = 0x20
const endOfFile = 0x1a
/** What other programs read of one table. */
const mostBytes = 2 ** 31 - 1

/**
 * Writes a table of dBase III with the mark of its code page, which FoxPro and everything since reads, and without a memo file: a table
 * is one file. Numbers are written digit for digit, `N` as wide as their type asks, as texts where that is more than 20; days are `D`, truth
 * values `L`, texts `C` of at most 254 bytes. What a table has no type for, times and doubles among it, are texts of the contract.
 *
 * NULL is blank, or in texts the first of `nulls`. `VALUE_TOO_LONG` counts bytes of the charset (TXT-2). `VALUE_LOSS`: a text that would
 * be read back as another one: empty where `nulls` is not given, with blanks at its end, or with a NUL in it. `TEXT_UNENCODABLE`: a character is not in
 * the charset. `DEFINITION_INVALID`: a name of more than 10 bytes, or twice, or a charset without a code page.
 */
export function dbfWriter(dataset: FileDataset, fields: readonly Field[]): FileWriter {
  const shape = dbfShape(dataset, fields)
  const { recordBytes, encoding } = shape
  const headerBytes = 32 + 32 * fields.length + 1
  const write = (row: Row, into: Buffer): void => {
    shape.fields.forEach((field, index) => {
      const value = row[index] ?? null
      const bytes = field.type === 'C' ? textBytes(field, value, dataset, encoding) : ownBytes(field, value)
      if (bytes.length > field.size)
        throw new BerthError('VALUE_TOO_LONG', { column: field.name, length: bytes.length, maxLength: field.size })
      into.set(bytes, field.type === 'N' ? field.start + field.size - bytes.length : field.start)
    })
  }
  return {
    maxRecords: Math.floor((mostBytes - headerBytes - 1) / recordBytes),
    begin: () => new Uint8Array(),
    records(rows) {
      const bytes = Buffer.alloc(rows.length * recordBytes, blank)
      rows.forEach((row, index) => {
        write(row, bytes.subarray(index * recordBytes, (index + 1) * recordBytes))
      })
      return bytes
    },
    end: () => Uint8Array.of(endOfFile),
    async *assemble(content, records) {
      yield header(shape, headerBytes, records)
      yield* content
    },
  }
}

function header({ fields, recordBytes, mark }: DbfShape, headerBytes: number, records: number): Buffer {
  const bytes = Buffer.alloc(headerBytes)
  const now = new Date()
  bytes.set([0x03, now.getUTCFullYear() - 1900, now.getUTCMonth() + 1, now.getUTCDate()])
  bytes.writeUInt32LE(records, 4)
  bytes.writeUInt16LE(headerBytes, 8)
  bytes.writeUInt16LE(recordBytes, 10)
  bytes[29] = mark
  fields.forEach(({ nameBytes, type, size, decimals }, index) => {
    const at = 32 * (index + 1)
    bytes.set(nameBytes, at)
    bytes[at + 11] = type.charCodeAt(0)
    bytes[at + 16] = size
    bytes[at + 17] = decimals
  })
  bytes[headerBytes - 1] = 0x0d
  return bytes
}

function textBytes(
  { name }: DbfOutputField,
  value: Value,
  { nulls, trim }: FileDataset,
  encoding: TextEncoding,
): Uint8Array {
  const text = value === null ? (nulls[0] ?? '') : cellText(value)
  const read = trim ? text.trim() : text.replace(/[ \0]+$/, '')
  const asNull = nulls.length === 0 ? text === '' : nulls.includes(text)
  // Most programs end a text at such a byte.
  const isCut = text.includes('\0')
  if (value !== null && (read !== text || asNull || isCut))
    throw new BerthError('VALUE_LOSS', { column: name, type: 'DBF', length: text.length })
  const bytes = encoding.encode(text)
  if (bytes === undefined) throw unencodable(text, encoding, name)
  return bytes
}

function ownBytes({ type, decimals }: DbfOutputField, value: Value): Uint8Array {
  if (value === null) return new Uint8Array()
  if (type === 'L') return Buffer.from(value === true ? 'T' : 'F')
  const text = String(value)
  if (type === 'D') return Buffer.from(text.replaceAll('-', ''))
  // With as many digits behind the point as the field says, which some programs take for granted.
  const [whole = '', fraction = ''] = text.split('.')
  return Buffer.from(decimals === 0 ? text : `${whole}.${fraction.padEnd(decimals, '0')}`)
}
