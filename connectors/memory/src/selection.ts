import { BerthError, type ColumnSelection, type Field, type Row, textDecoding, type Value } from '@berth/core'
import { type MemoryTable, positionOf } from './store.ts'

/** The columns of a read: the same `fields` array for all its batches, and rows copied out of the table. */
export interface Selection {
  readonly fields: readonly Field[]
  /** `first` is the position of the first row in the read, from 1, for errors. */
  copy(rows: readonly Row[], first: number): Row[]
}

/** A column of a read, and how its cells are taken out of a row. */
export interface CellReader {
  readonly field: Field
  read(row: Row): Value
}

/** What reads a cell of a column: bytes in a text column are decoded. Throws `COLUMN_UNKNOWN`, `CHARSET_UNKNOWN`. */
export function cellReader(table: MemoryTable, name: string, columns: readonly ColumnSelection[]): CellReader {
  const position = positionOf(table, name)
  const column = table.columns[position]
  const declared = columns.find((selected) => selected.name === name)?.charset
  const decoding = textDecoding(declared ?? column?.charset ?? 'utf-8')
  const type = column?.type ?? { name: 'text' }
  const read = (row: Row): Value => {
    const value = row[position] ?? null
    return value instanceof Uint8Array && type.name === 'text' ? decoding.decode(value, name) : value
  }
  return { field: { name, type }, read }
}

/** Throws `COLUMN_UNKNOWN` and `CHARSET_UNKNOWN`. */
export function select(table: MemoryTable, columns: readonly ColumnSelection[]): Selection {
  const readers = columns.map(({ name }) => cellReader(table, name, columns))
  return {
    fields: readers.map(({ field }) => field),
    copy: (rows, first) =>
      rows.map((row, index) =>
        readers.map(({ read }) => {
          try {
            const value = read(row)
            return value instanceof Uint8Array ? value.slice() : value
          } catch (error) {
            if (!BerthError.is(error)) throw error
            throw new BerthError(error.code, { ...error.details, row: first + index }, { cause: error })
          }
        }),
      ),
  }
}
