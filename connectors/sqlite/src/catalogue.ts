import { BerthError, type Dataset } from '@berth/core'
import { charsetColumn, type SqlColumn, type SqlConnection, type SqlTable } from '@berth/sql'
import { columnComments } from './comments.ts'
import { dialect } from './dialect.ts'
import { quote } from './quote.ts'
import { sqliteColumn } from './values.ts'

/** A table or view as the catalogue tells it, read without touching its rows. */
interface CatalogueEntry {
  readonly columns: readonly SqlColumn[]
  readonly key: readonly string[]
}

/** The table for the shared operations. With `charset` all its text columns are read and written as bytes in it. */
export async function loadTable(
  connection: SqlConnection,
  dataset: string,
  charset: string | undefined,
  signal: AbortSignal,
): Promise<SqlTable | undefined> {
  const { columns, key } = await entry(connection, dataset, signal)
  if (columns.length === 0) return undefined
  const read = (column: SqlColumn): SqlColumn =>
    charset === undefined || column.bytes === undefined ? column : withBytes(column, charset)
  const rowNumber = await rowNumberOf(connection, dataset, columns, signal)
  const table = { name: dataset, reference: quote(dataset), columns: columns.map(read), key }
  return rowNumber === undefined ? table : { ...table, rowNumber }
}

/** The number that SQLite gives to each row, under the first of its names that no column has. Views have none. */
async function rowNumberOf(
  connection: SqlConnection,
  dataset: string,
  columns: readonly SqlColumn[],
  signal: AbortSignal,
): Promise<SqlColumn | undefined> {
  const text = "SELECT 1 FROM pragma_table_list(?1) WHERE schema = 'main' AND type = 'table' AND wr = 0"
  if ((await connection.query(text, [dataset], signal)).length === 0) return undefined
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()))
  const name = ['rowid', '_rowid_', 'oid'].find((candidate) => !taken.has(candidate))
  const type = { name: 'int64' } as const
  return name === undefined ? undefined : { name, type, nativeType: 'INTEGER', nullable: false, bindsRaw: true }
}

/** The column in the connection's charset, with the way to its bytes kept for a charset of its own. */
function withBytes(column: SqlColumn, charset: string): SqlColumn {
  const { bytes } = column
  return { ...charsetColumn(column, charset, dialect.name), ...(bytes === undefined ? {} : { bytes }) }
}

/** Tables and views in the order of their names; SQLite's own and the ledger are left out. */
export async function* describe(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  ledger: string,
  signal: AbortSignal,
): AsyncIterable<Dataset> {
  const text = `SELECT name, type, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`
  for (const [name, kind, sql] of await connection.query(text, [], signal)) {
    const dataset = String(name)
    if (dataset === ledger || (names !== undefined && !names.includes(dataset))) continue
    const told = await entry(connection, dataset, signal).catch((error: unknown) => brokenView(kind, error))
    if (told === undefined) continue
    const { columns, key } = told
    const comments = columnComments(String(sql ?? ''))
    yield {
      name: dataset,
      kind: kind === 'view' ? 'view' : 'table',
      columns: columns.map((column) => {
        const comment = comments.get(column.name)
        const { type, nativeType, nullable } = column
        return { name: column.name, type, nativeType, nullable, ...(comment === undefined ? {} : { comment }) }
      }),
      key,
    }
  }
}

/** A view over a table that is gone stays in the catalogue, and nobody can see it. */
function brokenView(kind: unknown, error: unknown): undefined {
  if (kind !== 'view' || !BerthError.is(error) || error.code !== 'QUERY_FAILED') throw error
  return undefined
}

async function entry(connection: SqlConnection, dataset: string, signal: AbortSignal): Promise<CatalogueEntry> {
  const text = 'SELECT name, type, "notnull", pk FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid'
  const rows = await connection.query(text, [dataset], signal)
  const keyed = rows.filter((row) => Number(row[3]) > 0).sort((left, right) => Number(left[3]) - Number(right[3]))
  const columns = rows.map(([name, type, notNull, position]) => {
    // INTEGER PRIMARY KEY is the row's own number; in other primary keys SQLite admits NULL.
    const rowNumber = keyed.length === 1 && Number(position) === 1 && String(type).toUpperCase() === 'INTEGER'
    return sqliteColumn(String(name), String(type), Number(notNull) === 0 && !rowNumber)
  })
  return { columns, key: keyed.map(([name]) => String(name)) }
}
