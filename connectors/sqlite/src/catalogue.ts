import { BerthError, type Dataset } from '@berth/core'
import { charsetColumn, describedColumn, type SqlColumn, type SqlConnection, type SqlTable } from '@berth/sql'
import { columnComments } from './comments.ts'
import { dialect } from './dialect.ts'
import { quote } from './quote.ts'
import { sqliteColumn } from './values.ts'

/** A table or view as the catalogue tells it, read without touching its rows. */
interface CatalogueEntry {
  readonly columns: readonly SqlColumn[]
  readonly key: readonly string[]
}

/** How the catalogue is read. */
export interface CatalogueSettings {
  /** The charset of all text columns; undefined for UTF-8. */
  readonly charset?: string | undefined
  /** A table of ours that is not told. */
  readonly ledger: string
  readonly maxCellBytes: number
}

/** Tables that a virtual table keeps its content in are not told. */
const tables = `SELECT L.name, L.type, S.sql FROM pragma_table_list L LEFT JOIN sqlite_schema S ON S.name = L.name AND S.type IN ('table', 'view')
WHERE L.schema = 'main' AND L.type IN ('table', 'view', 'virtual') AND L.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY L.name`
const tableColumns =
  'SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid'
const rowNumbers = "SELECT 1 FROM pragma_table_list(?1) WHERE schema = 'main' AND type = 'table' AND wr = 0"
const hasStatistics = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'"
const statistics = 'SELECT tbl, MAX(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl'

/** What `describe` asks, as it is sent: the first once, the second for each table. */
export const asks: readonly string[] = [tables, hasStatistics, statistics, tableColumns]

/** The table for the shared operations. With `charset` all its text columns are read and written as bytes in it. */
export async function loadTable(
  connection: SqlConnection,
  dataset: string,
  { charset, maxCellBytes }: CatalogueSettings,
  signal: AbortSignal,
): Promise<SqlTable | undefined> {
  const { columns, key } = await entry(connection, dataset, maxCellBytes, signal)
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
  if ((await connection.query(rowNumbers, [dataset], signal)).length === 0) return undefined
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

/**
 * Tables, virtual tables and views in the order of their names; SQLite's own and the ledger are left out. Row counts are
 * those of the last ANALYZE.
 */
export async function* describe(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  { ledger, maxCellBytes }: CatalogueSettings,
  signal: AbortSignal,
): AsyncIterable<Dataset> {
  const counted = (await connection.query(hasStatistics, [], signal)).length > 0
  const rowCounts = new Map(counted ? ((await connection.query(statistics, [], signal)) as [string, bigint][]) : [])
  for (const [name, kind, sql] of await connection.query(tables, [], signal)) {
    const dataset = String(name)
    if (dataset === ledger || (names !== undefined && !names.includes(dataset))) continue
    const told = await entry(connection, dataset, maxCellBytes, signal).catch((error: unknown) => broken(kind, error))
    if (told === undefined) continue
    const { columns, key } = told
    const comments = columnComments(String(sql ?? ''))
    const rowCount = rowCounts.get(dataset)
    yield {
      name: dataset,
      kind: kind === 'view' ? 'view' : 'table',
      columns: columns.map((column) => describedColumn(column, undefined, comments.get(column.name))),
      key,
      ...(rowCount === undefined ? {} : { rowCount: Number(rowCount) }),
    }
  }
}

/** A view over a table that is gone, or a virtual table whose module is not here, stays in the catalogue, and nobody can read it. */
function broken(kind: unknown, error: unknown): undefined {
  if (kind === 'table' || !BerthError.is(error) || error.code !== 'QUERY_FAILED') throw error
  return undefined
}

async function entry(
  connection: SqlConnection,
  dataset: string,
  maxCellBytes: number,
  signal: AbortSignal,
): Promise<CatalogueEntry> {
  const rows = await connection.query(tableColumns, [dataset], signal)
  const keyed = rows.filter((row) => Number(row[3]) > 0).sort((left, right) => Number(left[3]) - Number(right[3]))
  const columns = rows.map(([name, type, notNull, position, hidden]): SqlColumn => {
    // INTEGER PRIMARY KEY is the row's own number; in other primary keys SQLite admits NULL.
    const rowNumber = keyed.length === 1 && Number(position) === 1 && String(type).toUpperCase() === 'INTEGER'
    const column = sqliteColumn(String(name), String(type), Number(notNull) === 0 && !rowNumber, maxCellBytes)
    return Number(hidden) === 0 ? column : { ...column, computed: true }
  })
  return { columns, key: keyed.map(([name]) => String(name)) }
}
