import { BerthError, type Dataset, textDecoding } from '@berth/core'
import { describedColumn, type SqlColumn, type SqlConnection, type SqlTable } from '@berth/sql'
import { datasetName, type Place, placed, possibleNames } from './dataset-name.ts'
import { quote } from './quote.ts'
import { type NativeColumn, postgresColumn, type TextSettings } from './values.ts'

/** How the catalogue is read. */
export interface CatalogueSettings extends TextSettings {
  /** `server_version_num`. */
  readonly version: number
}

/**
 * Schemas and names to look at, NULL for all; `$2` are the rights of which one is needed. A name without a schema is the
 * one that the search path finds.
 */
const filter = `c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' AND has_schema_privilege(n.oid, 'USAGE')
  AND has_any_column_privilege(c.oid, $2) AND ($1::text[] IS NULL OR c.relname = ANY ($1))`

/** Tables and views that the user has a right to. */
export const relationQuery: string = `SELECT c.oid, n.nspname, c.relname, c.relkind, pg_table_is_visible(c.oid), c.reltuples,
  textsend(obj_description(c.oid, 'pg_class'))
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE ${filter}`

/** Their columns, each with the type beneath its domain. */
export const columnQuery: string = `WITH RECURSIVE domain(oid, beneath, modifier, required) AS (
  SELECT oid, typbasetype, typtypmod, typnotnull FROM pg_catalog.pg_type WHERE typtype = 'd'
  UNION ALL SELECT d.oid, t.typbasetype, greatest(d.modifier, t.typtypmod), d.required OR t.typnotnull
  FROM domain d JOIN pg_catalog.pg_type t ON t.oid = d.beneath WHERE t.typtype = 'd')
SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), format_type(t.oid, -1), t.typname,
  greatest(a.atttypmod, d.modifier), t.typlen = -1, NOT (a.attnotnull OR coalesce(d.required, false)),
  a.attidentity = 'a', a.attgenerated <> '', a.attnum, textsend(col_description(a.attrelid, a.attnum))
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN domain d ON d.oid = a.atttypid
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_type b WHERE b.oid = d.beneath AND b.typtype = 'd')
JOIN pg_catalog.pg_type t ON t.oid = coalesce(d.beneath, a.atttypid)
WHERE ${filter} AND has_column_privilege(a.attrelid, a.attnum, $2)
ORDER BY a.attrelid, a.attnum`

/** The columns of their primary keys, by number. */
export const keyQuery: string = `SELECT k.conrelid, array_to_string(k.conkey, ',')
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE k.contype = 'p' AND ${filter}`

interface Entry extends Place {
  readonly kind: string
  readonly rowCount: number
  readonly comment: string | undefined
  readonly columns: { readonly native: NativeColumn; readonly number: number; readonly comment: string | undefined }[]
  key: string[]
}

/** A table with its place in the catalogue. */
export interface PostgresTable extends SqlTable {
  readonly schema: string
  readonly relation: string
  readonly isPartitioned: boolean
}

/** The table for the shared operations; with whatever right the user has, for it may be one to write only. */
export async function loadTable(
  connection: SqlConnection,
  dataset: string,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<PostgresTable | undefined> {
  const entries = await readCatalogue(connection, possibleNames(dataset), 'SELECT, INSERT, UPDATE', settings, signal)
  const entry = placed(entries, dataset)
  if (entry === undefined) return undefined
  const columns = entry.columns.map(({ native }): SqlColumn => postgresColumn(native, settings))
  const { schema, name: relation, key, kind } = entry
  const reference = `${quote(schema)}.${quote(relation)}`
  return { name: dataset, reference, columns, key, schema, relation, isPartitioned: kind === 'p' }
}

/** Tables and views, with three questions however many there are. Partitions are told by their table alone. */
export async function describeTables(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  ledger: string,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<Dataset[]> {
  const wanted = names?.flatMap(possibleNames)
  const entries = await readCatalogue(connection, wanted, 'SELECT', settings, signal)
  return entries.flatMap((entry): Dataset[] => {
    const { kind, key, comment, rowCount } = entry
    const name = datasetName(entry)
    // One that is hidden by another of the same name could not be asked for.
    const isLeftOut = name === ledger || entry.columns.length === 0 || placed(entries, name) !== entry
    if (isLeftOut || names?.includes(name) === false) return []
    const columns = entry.columns.map(({ native, comment: told }) =>
      describedColumn(postgresColumn(native, settings), undefined, told),
    )
    // Before PostgreSQL 14 a table that was never counted has 0 rows.
    const known = kind !== 'v' && rowCount >= (settings.version < 140_000 ? 1 : 0)
    return [
      {
        name,
        kind: kind === 'v' || kind === 'm' ? 'view' : 'table',
        columns,
        key,
        ...(comment === undefined ? {} : { comment }),
        ...(known ? { rowCount } : {}),
      },
    ]
  })
}

async function readCatalogue(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  rights: string,
  { version, charset }: CatalogueSettings,
  signal: AbortSignal,
): Promise<Entry[]> {
  const comment = commentReader(charset)
  const parameters = [names === undefined ? null : textArray(names), rights]
  const ask = (text: string): Promise<unknown[][]> => connection.query(olderText(text, version), parameters, signal)
  const entries = new Map<unknown, Entry>()
  for (const [oid, schema, name, kind, visible, tuples, told] of await ask(relationQuery))
    entries.set(oid, {
      schema: String(schema),
      name: String(name),
      kind: String(kind),
      visible: visible === 't',
      rowCount: Math.round(Number(tuples)),
      comment: comment(told),
      columns: [],
      key: [],
    })
  for (const row of await ask(columnQuery)) {
    const [oid, ...cells] = row
    entries
      .get(oid)
      ?.columns.push({ native: nativeColumn(cells), number: wholeNumber(row[10]), comment: comment(row[11]) })
  }
  for (const [oid, numbers] of await ask(keyQuery)) {
    const entry = entries.get(oid)
    const key = String(numbers)
      .split(',')
      .flatMap((number) => entry?.columns.find((column) => column.number === Number(number))?.native.name ?? [])
    if (entry !== undefined) entry.key = key
  }
  return [...entries.values()]
}

/** Before PostgreSQL 10, which openGauss comes from, there were no such partitions and identities; generated columns came with 12. */
function olderText(text: string, version: number): string {
  const known = version < 120_000 ? text.replace("a.attgenerated <> ''", 'false') : text
  return version < 100_000
    ? known.replace(' AND NOT c.relispartition', '').replace("a.attidentity = 'a'", 'false')
    : known
}

/** Name, declared and plain type, type name, modifier; whether it varies, may be NULL, is an identity, is computed. */
export function nativeColumn(cells: readonly unknown[]): NativeColumn {
  const [name, declared, plain, type, modifier, varies, nullable, isIdentity, computed] = cells
  return {
    name: String(name),
    declared: String(declared),
    plain: String(plain),
    type: String(type),
    modifier: wholeNumber(modifier),
    varies: varies === 't',
    nullable: nullable === 't',
    isIdentity: isIdentity === 't',
    isComputed: computed === 't',
  }
}

/** What a damaged line makes of a number is none. */
function wholeNumber(raw: unknown): number {
  const value = Number(raw)
  if (Number.isInteger(value)) return value
  throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'catalogue' })
}

/** Comments come as bytes; one that is no text in the charset of the database is left out. */
export function commentReader(charset = 'UTF-8'): (told: unknown) => string | undefined {
  const decoding = textDecoding(charset)
  return (told) => {
    try {
      return told instanceof Uint8Array ? decoding.decode(told, 'comment') : undefined
    } catch {
      return undefined
    }
  }
}

/** Texts as one parameter. */
export function textArray(names: readonly string[]): string {
  return `{${names.map((name) => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`
}
