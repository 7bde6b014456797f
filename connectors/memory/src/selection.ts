import {
  BerthError,
  type ColumnSelection,
  canonicalProblem,
  type Field,
  type Row,
  type RowBatch,
  textDecoding,
  type Value,
} from '@berth/core'
import { type MemoryTable, positionOf } from './store.ts'

/** Rows copied out of the table, and those that cannot be read. */
export type CopiedRows = Pick<RowBatch, 'rows' | 'unreadable'>

/** The columns of a read: the same `fields` array for all its batches, and rows copied out of the table. */
export interface Selection {
  readonly fields: readonly Field[]
  /** `first` is the position of the first row in the read, from 1. */
  copy(rows: readonly Row[], first: number): CopiedRows
}

/** A column of a read, and how its cells are taken out of a row. */
export interface CellReader {
  readonly field: Field
  /** Throws `TEXT_UNDECODABLE`, `VALUE_INVALID` and `VALUE_TOO_LONG`. */
  read(row: Row): Value
}

/**
 * What reads a cell of a column: bytes in a text column are decoded, and what is no value of the column's type is
 * refused. Throws `COLUMN_UNKNOWN`, `CHARSET_UNKNOWN`.
 */
export function cellReader(
  table: MemoryTable,
  name: string,
  columns: readonly ColumnSelection[],
  maxCellBytes: number = Number.POSITIVE_INFINITY,
): CellReader {
  const position = positionOf(table, name)
  const column = table.columns[position]
  const declared = columns.find((selected) => selected.name === name)?.charset
  const decoding = textDecoding(declared ?? column?.charset ?? 'utf-8')
  const type = column?.type ?? { name: 'text' }
  const read = (row: Row): Value => {
    const value = row[position] ?? null
    const length = value instanceof Uint8Array || typeof value === 'string' ? Buffer.byteLength(value) : 0
    if (length > maxCellBytes) throw new BerthError('VALUE_TOO_LONG', { column: name, length, maxLength: maxCellBytes })
    if (value instanceof Uint8Array && type.name === 'text') return decoding.decode(value, name)
    if (canonicalProblem(value, type) !== 'shape') return value
    throw new BerthError('VALUE_INVALID', { column: name, type: type.name, length: String(value).length })
  }
  return { field: { name, type }, read }
}

/** Throws `COLUMN_UNKNOWN` and `CHARSET_UNKNOWN`. */
export function select(table: MemoryTable, columns: readonly ColumnSelection[], maxCellBytes?: number): Selection {
  const readers = columns.map(({ name }) => cellReader(table, name, columns, maxCellBytes))
  const copied = (row: Row): Row =>
    readers.map(({ read }) => {
      const value = read(row)
      return value instanceof Uint8Array ? value.slice() : value
    })
  const copy = (rows: readonly Row[], first: number): CopiedRows => {
    const readable: Row[] = []
    const unreadable: NonNullable<CopiedRows['unreadable']>[number][] = []
    for (const [index, row] of rows.entries()) {
      try {
        readable.push(copied(row))
      } catch (error) {
        unreadable.push({ row: first + index, error: placed(error, table, first + index) })
      }
    }
    return unreadable.length === 0 ? { rows: readable } : { rows: readable, unreadable }
  }
  return { fields: readers.map(({ field }) => field), copy }
}

/** The error of a cell with its dataset and the position of its row. */
export function placed(error: unknown, { name }: MemoryTable, row: number): BerthError {
  if (!BerthError.is(error)) throw error
  return new BerthError(error.code, { ...error.details, dataset: name, row }, { cause: error })
}
