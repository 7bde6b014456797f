import { BerthError, type Column, type Dataset } from '@berth/core'
import { describedColumn, type SqlColumn, type SqlConnection } from '@berth/sql'
import { quote } from './quote.ts'
import { isTransactional, type MysqlTable } from './table.ts'
import { mysqlColumn, type NativeColumn, type ValueSettings } from './values.ts'

/** How the catalogue is read. */
export interface CatalogueSettings extends ValueSettings {
  /** A table of ours that is not told. */
  readonly ledger: string
  /** MariaDB keeps JSON as text with a check. */
  readonly isMariadb: boolean
}

/** What `describe` asks, as it is sent; with names, a condition on them is added. */
export const catalogueTexts = {
  tables: `SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_ROWS, TABLE_COMMENT FROM information_schema.TABLES
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW')`,
  columns: `SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE,
DATETIME_PRECISION, CHARACTER_SET_NAME, COLLATION_NAME, IS_NULLABLE, COLUMN_COMMENT FROM information_schema.COLUMNS
WHERE TABLE_SCHEMA = DATABASE()`,
  indexes: `SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME FROM information_schema.STATISTICS
WHERE TABLE_SCHEMA = DATABASE() AND NON_UNIQUE = 0`,
  checks: `SELECT TABLE_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS
WHERE CONSTRAINT_SCHEMA = DATABASE() AND CHECK_CLAUSE LIKE 'json#_valid(%' ESCAPE '#'`,
  procedures: `SELECT ROUTINE_NAME, ROUTINE_COMMENT FROM information_schema.ROUTINES
WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'PROCEDURE'`,
  parameters: `SELECT SPECIFIC_NAME, PARAMETER_NAME, DATA_TYPE, DTD_IDENTIFIER, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION,
NUMERIC_SCALE, DATETIME_PRECISION, CHARACTER_SET_NAME, COLLATION_NAME, 'YES', '', PARAMETER_MODE FROM information_schema.PARAMETERS
WHERE SPECIFIC_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'PROCEDURE'`,
} as const

interface Entry {
  readonly kind: 'table' | 'view'
  readonly engine: string | undefined
  readonly rowCount: number | undefined
  readonly comment: string
  readonly columns: { readonly native: NativeColumn; readonly comment: string }[]
  /** Columns of the unique indexes, by name of the index. */
  readonly unique: Map<string, string[]>
}

/** A parameter of a procedure, and which way it goes. */
export interface ProcedureParameter {
  readonly column: SqlColumn
  readonly mode: 'IN' | 'OUT' | 'INOUT'
  readonly charset: string | undefined
}

/** A procedure as the catalogue tells it. */
export interface ProcedureEntry {
  readonly comment: string
  readonly parameters: ProcedureParameter[]
}

/** The table for the shared operations. */
export async function loadTable(
  connection: SqlConnection,
  dataset: string,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<MysqlTable | undefined> {
  const entry = (await readTables(connection, [dataset], settings, signal)).get(dataset)
  if (entry === undefined) return undefined
  const { engine, unique } = entry
  const columns = entry.columns.map(({ native }) => mysqlColumn(native, settings))
  const key = unique.get('PRIMARY') ?? []
  const table = { name: dataset, reference: quote(dataset), columns, key, unique: [...unique.values()] }
  if (engine === undefined) return table
  if (isTransactional(engine)) return { ...table, engine }
  // A read of such a table locks out its writers until the last row is fetched: it is read in short statements.
  const number = key.length === 1 ? columns.find(({ name }) => name === key[0]) : undefined
  return { ...table, engine, scansInPages: true, ...(number === undefined ? {} : { rowNumber: number }) }
}

/** Tables, views and procedures in the order of their names, with six questions however many there are. */
export async function* describe(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  settings: CatalogueSettings,
  signal: AbortSignal,
): AsyncIterable<Dataset> {
  const datasets: Dataset[] = []
  for (const [name, entry] of await readTables(connection, names, settings, signal)) {
    if (name === settings.ledger || entry.columns.length === 0) continue
    const { kind, rowCount, comment, unique } = entry
    datasets.push({
      name,
      kind,
      columns: entry.columns.map((column) =>
        describedColumn(mysqlColumn(column.native, settings), column.native.charset, column.comment),
      ),
      key: unique.get('PRIMARY') ?? [],
      ...(comment === '' ? {} : { comment }),
      ...(rowCount === undefined ? {} : { rowCount }),
    })
  }
  for (const [name, { comment, parameters }] of await readProcedures(connection, names, settings, signal)) {
    const tell = ({ column, charset }: ProcedureParameter): Column => describedColumn(column, charset)
    datasets.push({
      name,
      kind: 'procedure',
      columns: parameters.filter(({ mode }) => mode !== 'IN').map(tell),
      parameters: parameters.filter(({ mode }) => mode !== 'OUT').map(tell),
      key: [],
      ...(comment === '' ? {} : { comment }),
    })
  }
  yield* datasets.sort((left, right) => (left.name < right.name ? -1 : 1))
}

async function readTables(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  const { tables, columns, indexes, checks } = catalogueTexts
  const ask = (text: string, order: string): Promise<unknown[][]> =>
    askNamed(connection, text, 'TABLE_NAME', names, order, signal)
  for (const [name, type, engine, rows, comment] of await ask(tables, '')) {
    const isView = type === 'VIEW'
    entries.set(String(name), {
      kind: isView ? 'view' : 'table',
      engine: textOf(engine),
      rowCount: rows === null ? undefined : Number(rows),
      comment: isView ? '' : String(comment ?? ''),
      columns: [],
      unique: new Map(),
    })
  }
  for (const [table, index, column] of await ask(indexes, ', INDEX_NAME, SEQ_IN_INDEX')) {
    const unique = entries.get(String(table))?.unique
    const name = String(index)
    if (unique !== undefined) unique.set(name, [...(unique.get(name) ?? []), String(column ?? '')])
  }
  const json = new Set<string>()
  if (settings.isMariadb)
    for (const [table, clause] of await ask(checks, '')) {
      const column = /^json_valid\(`(.*)`\)$/.exec(String(clause))?.[1]
      if (column !== undefined) json.add(JSON.stringify([table, column]))
    }
  for (const [table, ...row] of await ask(columns, ', ORDINAL_POSITION')) {
    const entry = entries.get(String(table))
    const name = String(row[0])
    const checkedJson = json.has(JSON.stringify([table, name]))
    entry?.columns.push({ native: nativeColumn(row, checkedJson), comment: String(row[10] ?? '') })
  }
  return entries
}

/** The procedures of these names, or all. */
export async function readProcedures(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  settings: ValueSettings,
  signal: AbortSignal,
): Promise<Map<string, ProcedureEntry>> {
  const entries = new Map<string, ProcedureEntry>()
  const { procedures, parameters } = catalogueTexts
  for (const [name, comment] of await askNamed(connection, procedures, 'ROUTINE_NAME', names, '', signal))
    entries.set(String(name), { comment: String(comment ?? ''), parameters: [] })
  const order = ', ORDINAL_POSITION'
  for (const [name, ...row] of await askNamed(connection, parameters, 'SPECIFIC_NAME', names, order, signal)) {
    const native = nativeColumn(row, false)
    const column = mysqlColumn(native, settings)
    const mode = String(row[11]) as ProcedureParameter['mode']
    entries.get(String(name))?.parameters.push({ column, mode, charset: native.charset })
  }
  return entries
}

/** Rows of the catalogue for names exactly as they are spelled, which the catalogue itself does not heed. */
async function askNamed(
  connection: SqlConnection,
  text: string,
  column: string,
  names: readonly string[] | undefined,
  order: string,
  signal: AbortSignal,
): Promise<unknown[][]> {
  if (names === undefined) return await connection.query(`${text} ORDER BY ${column}${order}`, [], signal)
  const rows: unknown[][] = []
  for (let start = 0; start < names.length; start += 200) {
    const part = names.slice(start, start + 200)
    const markers = part.map((_, index) => `?${index + 1}`).join(', ')
    const named = `${text} AND ${column} IN (${markers}) ORDER BY ${column}${order}`
    for (const row of await connection.query(named, part, signal)) if (part.includes(String(row[0]))) rows.push(row)
  }
  return rows
}

function nativeColumn(row: readonly unknown[], checkedJson: boolean): NativeColumn {
  return {
    name: String(row[0]),
    dataType: String(row[1]).toLowerCase(),
    columnType: String(row[2]),
    length: wholeNumber(row[3]),
    precision: wholeNumber(row[4]),
    scale: wholeNumber(row[5]),
    fraction: wholeNumber(row[6]),
    charset: textOf(row[7]),
    collation: textOf(row[8]),
    nullable: row[9] === 'YES',
    checkedJson,
  }
}

/** What a damaged line makes of a number is none. */
function wholeNumber(raw: unknown): number {
  const value = Number(raw)
  if (Number.isInteger(value)) return value
  throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'catalogue' })
}

function textOf(raw: unknown): string | undefined {
  return raw === null || raw === undefined ? undefined : String(raw)
}
