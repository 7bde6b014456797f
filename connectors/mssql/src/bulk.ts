import type { SqlBulkWrite } from '@berth/sql'
import { insertHead, withIdentity } from './identity.ts'
import { mergeStatement } from './merge.ts'

/** A temporary table that rows are loaded into, as the driver binds them: the column's own type comes with the write. */
export interface BulkTable {
  readonly name: string
  readonly columns: readonly BulkColumn[]
  readonly create: string
  readonly write: string
  readonly drop: string
}

interface BulkColumn {
  readonly name: string
  readonly kind: 'text' | 'bytes' | 'number'
  /** Beyond what a column without `max` holds. */
  readonly long: boolean
}

const name = '#BERTH_BULK'

const natives = { text: ['nvarchar(4000)', 'nvarchar(max)'], bytes: ['varbinary(8000)', 'varbinary(max)'] } as const

/** The table and the statements around it for these rows. */
export function bulkTable(write: SqlBulkWrite): BulkTable {
  const columns = write.columns.map((_, index) => bulkColumn(`c${index}`, index, write.rows))
  const definitions = columns.map((column) => `[${column.name}] ${nativeOf(column)} NULL`)
  const selected = write.columns.map((column, index) => column.marker?.(`[c${index}]`) ?? `[c${index}]`)
  const source = `SELECT ${selected.join(', ')} FROM ${name}`
  const { table, columns: written, key } = write
  const statement =
    key.length === 0
      ? `${insertHead(table, written)} ${source}`
      : mergeStatement({ table, columns: written, key }, source)
  return {
    name,
    columns,
    create: `CREATE TABLE ${name} (${definitions.join(', ')})`,
    write: withIdentity(table, written, statement),
    drop: `DROP TABLE ${name}`,
  }
}

function bulkColumn(named: string, index: number, rows: SqlBulkWrite['rows']): BulkColumn {
  const first = rows.find((row) => row[index] !== null)?.[index]
  const kind = typeof first === 'number' ? 'number' : first instanceof Uint8Array ? 'bytes' : 'text'
  const short = kind === 'text' ? 4000 : 8000
  const long = kind !== 'number' && rows.some((row) => lengthOf(row[index]) > short)
  return { name: named, kind, long }
}

function lengthOf(cell: unknown): number {
  return typeof cell === 'string' || cell instanceof Uint8Array ? cell.length : 0
}

function nativeOf({ kind, long }: BulkColumn): string {
  return kind === 'number' ? 'float' : natives[kind][long ? 1 : 0]
}
