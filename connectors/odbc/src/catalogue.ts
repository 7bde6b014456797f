import { BerthError, type Dataset } from '@berth/core'
import { describedColumn, type LoadSqlTable, type SqlTable } from '@berth/sql'
import type { OdbcConnection } from './connection.ts'
import type { NativeColumn, Profile } from './profile.ts'
import { profiles } from './profiles.ts'
import { type ColumnSettings, odbcColumn } from './values.ts'

/** What `describe` asks: calls of ODBC, SQLColumns and SQLPrimaryKeys for each table where it is named, and the questions of the profiles. */
export const asks: readonly string[] = [
  'SQLTables(catalog, schema, NULL, NULL)',
  'SQLColumns(catalog, schema, NULL or table, NULL)',
  'SQLPrimaryKeys(catalog, schema, table)',
  ...profiles.flatMap(({ comments = [], rowCounts: counts }) =>
    [comments, counts?.exist ?? [], counts?.text ?? []].flat(),
  ),
]

/** Where unqualified names are looked for. */
export interface CatalogueScope {
  readonly catalog: string | null
  readonly schema: string | null
}

/** What SQLTables calls the kinds of datasets that are told. Other kinds are the system's own. */
const kinds: Readonly<Record<string, 'table' | 'view' | 'synonym'>> = {
  TABLE: 'table',
  'BASE TABLE': 'table',
  VIEW: 'view',
  SYNONYM: 'synonym',
  ALIAS: 'synonym',
}

/** The table for the shared operations. */
export function tableLoader(
  connection: OdbcConnection,
  scope: CatalogueScope,
  settings: ColumnSettings,
  named: string | undefined,
): LoadSqlTable {
  return async (dataset, signal): Promise<SqlTable | undefined> => {
    const columns = (await readColumns(connection, scope, dataset, signal)).get(dataset) ?? []
    if (columns.length === 0) return undefined
    const { quote } = settings.profile
    return {
      name: dataset,
      reference: named === undefined ? quote(dataset) : `${quote(named)}.${quote(dataset)}`,
      columns: columns.map(({ native }) => odbcColumn(native, settings)),
      key: await readKey(connection, scope, dataset, signal),
    }
  }
}

/** Tables and views in the order of their names, from the catalogue functions of ODBC alone. */
export async function* describe(
  connection: OdbcConnection,
  scope: CatalogueScope,
  settings: ColumnSettings,
  { names, ledger }: { readonly names: readonly string[] | undefined; readonly ledger: string },
  signal: AbortSignal,
): AsyncIterable<Dataset> {
  const wanted = names === undefined ? undefined : new Set(names)
  const tables = (await connection.catalogue({ name: 'tables', ...scope }, signal)).filter(([, , name]) => {
    return name !== ledger && (wanted === undefined || wanted.has(String(name)))
  })
  const comments = await readComments(connection, settings.profile, signal)
  const rowCounts = await readRowCounts(connection, settings.profile, scope, signal)
  const all = wanted === undefined ? await readColumns(connection, scope, null, signal) : undefined
  const sorted = tables.toSorted(([, , left], [, , right]) => (String(left) < String(right) ? -1 : 1))
  for (const [, , given, kind, remark] of sorted) {
    const name = String(given)
    const told = kinds[String(kind).toUpperCase()]
    if (told === undefined) continue
    const columns = (all ?? (await readColumns(connection, scope, name, signal))).get(name) ?? []
    if (columns.length === 0) continue
    const rowCount = told === 'table' ? rowCounts.get(name) : undefined
    yield {
      name,
      kind: told,
      columns: columns.map(({ native, comment }) => {
        const commented = commentOf(comments.get(placeOf(name, native.name)) ?? comment)
        return describedColumn(odbcColumn(native, settings), undefined, commented.comment)
      }),
      key: told === 'table' ? await readKey(connection, scope, name, signal) : [],
      ...(rowCount === undefined ? {} : { rowCount }),
      ...commentOf(comments.get(placeOf(name, null)) ?? remark),
    }
  }
}

/** The comments that the database itself tells, by place. */
async function readComments(
  connection: OdbcConnection,
  { comments }: Profile,
  signal: AbortSignal,
): Promise<Map<string, unknown>> {
  const rows = comments === undefined ? [] : await connection.query(comments, [], signal)
  return new Map(rows.map(([table, column, comment]) => [placeOf(table, column), comment]))
}

/** The numbers of rows that the database believes its tables to have, by table. */
async function readRowCounts(
  connection: OdbcConnection,
  { rowCounts }: Profile,
  { schema }: CatalogueScope,
  signal: AbortSignal,
): Promise<Map<unknown, number>> {
  if (rowCounts === undefined) return new Map()
  const { exist, text } = rowCounts
  if (exist !== undefined && (await connection.query(exist, [], signal)).length === 0) return new Map()
  const rows = (await connection.query(text, [], signal)).filter(([of]) => of === null || of === schema)
  return new Map(rows.map(([, table, count]) => [table, Math.round(Number(count))]))
}

function placeOf(table: unknown, column: unknown): string {
  return JSON.stringify([table, column])
}

interface ToldColumn {
  readonly native: NativeColumn
  readonly comment: unknown
}

/** The columns by table. SQLColumns takes a name as a pattern and may answer with more tables than the one asked for. */
async function readColumns(
  connection: OdbcConnection,
  { catalog, schema }: CatalogueScope,
  table: string | null,
  signal: AbortSignal,
): Promise<Map<string, ToldColumn[]>> {
  const columns = new Map<string, ToldColumn[]>()
  const pattern = table?.includes('\\') === true ? null : table
  const request = { name: 'columns', catalog, schema, table: pattern } as const
  for (const row of await connection.catalogue(request, signal).catch(noneOfATable)) {
    const name = String(row[2])
    if (table !== null && name !== table) continue
    const of = columns.get(name) ?? []
    const native = {
      name: String(row[3]),
      dataType: Number(row[4]),
      typeName: String(row[5]),
      size: numberOf(row[6]),
      scale: numberOf(row[8]),
      nullable: Number(row[10]) !== 0,
    }
    of.push({ native, comment: row[11] })
    columns.set(name, of)
  }
  return columns
}

/** The driver of MariaDB answers a name that is not there with the server's error. */
function noneOfATable(error: unknown): unknown[][] {
  if (BerthError.is(error) && String(error.details['nativeCode']).startsWith('42S02')) return []
  throw error
}

async function readKey(
  connection: OdbcConnection,
  { catalog, schema }: CatalogueScope,
  table: string,
  signal: AbortSignal,
): Promise<string[]> {
  const rows = await connection.catalogue({ name: 'primaryKeys', catalog, schema, table }, signal)
  const ordered = rows.toSorted((left, right) => Number(left[4]) - Number(right[4]))
  return ordered.filter((row) => row[2] === table).map((row) => String(row[3]))
}

export function numberOf(cell: unknown): number | undefined {
  return cell === null || cell === undefined ? undefined : Number(cell)
}

function commentOf(remark: unknown): { readonly comment?: string } {
  return typeof remark === 'string' && remark !== '' ? { comment: remark } : {}
}
