import { BerthError, type ColumnSelection, type Field, type Row, textDecoding, type Value } from '@berth/core'
import { type MemoryTable, positionOf } from './store.ts'

/** The columns of a read: the same `fields` array for all its batches, and rows copied out of the table. */
export interface Selection {
  readonly fields: readonly Field[]
  /** `first` is the position of the first row in the read, from 1, for errors. */
  copy(rows: readonly Row[], first: number): Row[]
}

/** Throws `COLUMN_UNKNOWN` and `CHARSET_UNKNOWN`. */
export function select(table: MemoryTable, columns: readonly ColumnSelection[]): Selection {
  const readers = columns.map((selected) => {
    const position = positionOf(table, selected.name)
    const column = table.columns[position]
    const decoding = textDecoding(selected.charset ?? column?.charset ?? 'utf-8')
    const type = column?.type ?? { name: 'text' }
    const decode = (value: Value): Value =>
      value instanceof Uint8Array && type.name === 'text' ? decoding.decode(value, selected.name) : value
    return { position, decode, field: { name: selected.name, type } }
  })
  return {
    fields: readers.map(({ field }) => field),
    copy: (rows, first) =>
      rows.map((row, index) =>
        readers.map(({ position, decode }) => {
          try {
            const value = decode(row[position] ?? null)
            return value instanceof Uint8Array ? value.slice() : value
          } catch (error) {
            if (!BerthError.is(error)) throw error
            throw new BerthError(error.code, { ...error.details, row: first + index }, { cause: error })
          }
        }),
      ),
  }
}
