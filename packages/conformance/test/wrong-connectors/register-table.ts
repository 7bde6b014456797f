import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import {
  BerthError,
  type ColumnSelection,
  canonicalProblem,
  type Field,
  type LogicalType,
  type Row,
  textDecoding,
  type Value,
} from '@berth/core'
import { encodeText } from '@berth/sql'
import { quoted } from './register.ts'

export interface RegisterColumn extends Field {
  readonly nullable: boolean
}

/** Decodes the bytes of a text. */
export type TextOf = (bytes: Uint8Array, charset: string, column: string) => string

/** A table as the database declares it. */
export class RegisterTable {
  readonly name: string
  readonly columns: readonly RegisterColumn[]

  constructor(name: string, columns: readonly RegisterColumn[]) {
    this.name = name
    this.columns = columns
  }

  column(name: string): RegisterColumn {
    const found = this.columns.find((column) => column.name === name)
    if (found === undefined) throw new BerthError('COLUMN_UNKNOWN', { dataset: this.name, column: name })
    return found
  }

  /** A value as the database keeps it, or why it is none of the column. */
  stored(name: string, value: Value, selection: readonly ColumnSelection[] = []): Value {
    const { type } = this.column(name)
    const charset = selection.find((each) => each.name === name)?.charset
    if (canonicalProblem(value, type) === 'shape' || (typeof value === 'string' && !value.isWellFormed()))
      throw new BerthError('VALUE_INVALID', { column: name, type: type.name, length: String(value).length })
    if (charset !== undefined && typeof value === 'string') return encodeText(value, textDecoding(charset), name)
    return type.name === 'datetime' && typeof value === 'string' ? value.replace('T', ' ') : value
  }
}

export function loadTable(database: DatabaseSync, name: string): RegisterTable {
  const declared = database.prepare('SELECT name, type, "notnull" FROM pragma_table_info(?)').all(name)
  if (declared.length === 0) throw new BerthError('DATASET_UNKNOWN', { dataset: name })
  const columns = declared.map((column) => ({
    name: String(column['name']),
    type: typeOf(String(column['type'])),
    nullable: column['notnull'] === 0,
  }))
  return new RegisterTable(name, columns)
}

function typeOf(declared: string): LogicalType {
  if (declared === 'INT') return { name: 'integer' }
  if (declared === 'TIMESTAMP') return { name: 'datetime' }
  const length = /\((\d+)\)/.exec(declared)?.[1]
  return length === undefined ? { name: 'text' } : { name: 'text', maxLength: Number(length) }
}

/** What a read selects, and how its cells become values. */
export function selected(
  table: RegisterTable,
  columns: readonly ColumnSelection[],
  textOf: TextOf,
): {
  readonly text: string
  readonly fields: readonly Field[]
  row(cells: readonly SQLOutputValue[], position: number): Row
} {
  const fields = columns.map(({ name }) => ({ name, type: table.column(name).type }))
  for (const { charset } of columns) if (charset !== undefined) textDecoding(charset)
  const cell = (value: SQLOutputValue, at: number): Value => {
    const { name = '', charset } = columns[at] ?? {}
    if (value instanceof Uint8Array && charset !== undefined) return textOf(value, charset, name)
    if (fields[at]?.type.name === 'datetime' && value !== null) return String(value).replace(' ', 'T')
    return typeof value === 'bigint' ? Number(value) : value
  }
  return {
    text: columns
      .map(({ name, charset }) => (charset === undefined ? quoted(name) : `CAST(${quoted(name)} AS BLOB)`))
      .join(', '),
    fields,
    row: (cells, position) => {
      try {
        return fields.map((_, at) => cell(cells[at] ?? null, at))
      } catch (error) {
        if (!BerthError.is(error)) throw error
        throw new BerthError(error.code, { ...error.details, dataset: table.name, row: position }, { cause: error })
      }
    },
  }
}
