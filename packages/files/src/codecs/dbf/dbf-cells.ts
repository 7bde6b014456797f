import { BerthError, isCalendarDate, type LogicalType, type TextDecoding, type Value } from '@berth/core'
import type { DbfField, DbfTable } from './dbf-table.ts'
import type { MemoFile } from './memo-file.ts'

/** The value of one field of a record that lies in `record`; `null` is NULL, or blank. */
export type FieldReader = (record: Buffer) => Value

/** What a field holds, of itself. */
export function fieldType(field: DbfField, { visualFoxPro }: DbfTable): LogicalType {
  const { type, size, decimals, binary } = field
  switch (type) {
    case 'C':
      return binary ? { name: 'binary' } : { name: 'text', maxLength: size }
    case 'N':
    case 'F':
      if (decimals > 0) return { name: 'decimal', precision: size + decimals, scale: decimals }
      return size <= 9
        ? { name: 'integer' }
        : size <= 18
          ? { name: 'int64' }
          : { name: 'decimal', precision: size, scale: 0 }
    case 'D':
      return { name: 'date' }
    case 'L':
      return { name: 'boolean' }
    case 'I':
      return { name: 'integer' }
    case 'Y':
      return { name: 'decimal', precision: 19, scale: 4 }
    case 'T':
      return { name: 'datetime' }
    case 'B':
      return visualFoxPro ? { name: 'double' } : { name: 'binary' }
    case 'M':
      return binary ? { name: 'binary' } : { name: 'text' }
    default:
      return { name: 'binary' }
  }
}

/** Compiles how the value of a field is read. What it throws names the column `column`. */
export function fieldReader(
  field: DbfField,
  table: DbfTable,
  column: string,
  decoding: TextDecoding,
  memos: MemoFile | undefined,
): FieldReader {
  const { start, size, type, nullBit } = field
  const read = valueReader(field, table, column, decoding, memos)
  const { nullFlags } = table
  const cell: FieldReader = (record) => read(record.subarray(start, start + size), type)
  if (nullBit === undefined || nullFlags === undefined) return cell
  return (record) => {
    const flags = record[nullFlags.start + (nullBit >> 3)] ?? 0
    return (flags & (1 << (nullBit & 7))) === 0 ? cell(record) : null
  }
}

type ValueReader = (bytes: Buffer, type: string) => Value

function valueReader(
  field: DbfField,
  table: DbfTable,
  column: string,
  decoding: TextDecoding,
  memos: MemoFile | undefined,
): ValueReader {
  const invalid = (type: string, length: number): BerthError =>
    new BerthError('VALUE_INVALID', { column, type, length })
  switch (field.type) {
    case 'C':
      return field.binary ? (bytes) => Uint8Array.from(bytes) : (bytes) => decoding.decode(unpadded(bytes), column)
    case 'N':
    case 'F':
      return (bytes) => numberText(bytes, fieldType(field, table), column)
    case 'D':
      return (bytes) => {
        const text = plainText(bytes)
        if (text === '' || /^0+$/.test(text)) return null
        const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6)]
        if (!/^\d{8}$/.test(text) || !isCalendarDate(Number(year), Number(month), Number(day)))
          throw invalid('date', text.length)
        return `${year}-${month}-${day}`
      }
    case 'L':
      return (bytes) => {
        const text = plainText(bytes)
        if (text === '' || text === '?') return null
        if (/^[TtYy]$/.test(text)) return true
        if (/^[FfNn]$/.test(text)) return false
        throw invalid('boolean', text.length)
      }
    case 'I':
      return (bytes) => bytes.readInt32LE(0)
    case 'Y':
      return (bytes) => currency(bytes.readBigInt64LE(0))
    case 'T':
      return (bytes) => {
        const value = moment(bytes.readInt32LE(0), bytes.readInt32LE(4))
        if (value === undefined) throw invalid('datetime', bytes.length)
        return value
      }
    case 'B':
      if (table.visualFoxPro)
        return (bytes) => {
          const value = bytes.readDoubleLE(0)
          if (!Number.isFinite(value)) throw invalid('double', bytes.length)
          return value
        }
      break
  }
  const text = field.type === 'M' && !field.binary
  return (bytes) => {
    const block = bytes.length === 4 ? bytes.readUInt32LE(0) : memoBlock(bytes, column)
    if (block === 0) return null
    const memo = memos?.read(block, column) ?? null
    return memo === null ? null : text ? decoding.decode(memo, column) : memo
  }
}

/** Blanks and the zeros of other programs at the end are padding. */
function unpadded(bytes: Buffer): Buffer {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--
  return bytes.subarray(0, end)
}

function plainText(bytes: Buffer): string {
  return bytes.toString('latin1').replaceAll('\0', ' ').trim()
}

/** The digits as they stand, or a number where the type is `integer`. */
function numberText(bytes: Buffer, type: LogicalType, column: string): Value {
  const text = plainText(bytes)
  if (text === '' || text === '.' || text === '-') return null
  // What was too large for its field.
  if (/^\*+$/.test(text)) throw new BerthError('CELL_ERROR', { column, error: text })
  const match = /^([+-]?)0*(\d*)(?:\.(\d*))?$/.exec(text)
  if (match === null) throw new BerthError('VALUE_INVALID', { column, type: type.name, length: text.length })
  const [, sign, whole = '', fraction = ''] = match
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`
  const signed = sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits
  if (type.name === 'decimal') return signed
  if (fraction !== '' && !/^0+$/.test(fraction))
    throw new BerthError('VALUE_INVALID', { column, type: type.name, length: text.length })
  const integer = signed.replace(/\..*$/, '')
  return type.name === 'integer' ? Number(integer) : integer
}

function currency(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(5, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
}

/** The day number of 1 January 1970. */
const epochDay = 2_440_588
const dayMs = 86_400_000

/**
 * A day number and the milliseconds of the day. FoxPro counts seconds and computes the milliseconds, so that one too few or too
 * many is none.
 */
function moment(day: number, milliseconds: number): string | null | undefined {
  if (day === 0 && milliseconds === 0) return null
  const rest = milliseconds % 1000
  const ms = rest === 999 ? milliseconds + 1 : rest === 1 ? milliseconds - 1 : milliseconds
  const at = (day - epochDay) * dayMs + ms
  if (ms < 0 || ms > dayMs || Number.isNaN(new Date(at).getTime())) return undefined
  const text = new Date(at).toISOString()
  if (!/^\d{4}-/.test(text) || text.startsWith('0000')) return undefined
  return text.slice(0, text.endsWith('.000Z') ? 19 : 23)
}

function memoBlock(bytes: Buffer, column: string): number {
  const text = plainText(bytes)
  if (text === '') return 0
  if (!/^\d{1,10}$/.test(text)) throw new BerthError('VALUE_INVALID', { column, type: 'memo', length: text.length })
  return Number(text)
}
