import type { Dataset } from '@berth/core'
import type { SqlColumn, SqlConnection, SqlTable } from '@berth/sql'
import { commentReader, maxCommentBytes } from './comments.ts'
import { quote } from './dialect.ts'
import { firebirdColumn, isUnknown, type NativeField } from './values.ts'

/** How the catalogue is read. */
export interface CatalogueSettings {
  /** The charset of text that the database does not know the charset of. */
  readonly charset: string | undefined
  /** A table of ours that is not told. */
  readonly ledger: string
}

const comment = (column: string): string =>
  `CAST(SUBSTRING(CAST(${column} AS BLOB SUB_TYPE BINARY) FROM 1 FOR ${maxCommentBytes}) AS VARCHAR(${maxCommentBytes}) CHARACTER SET OCTETS)`

const relations = `SELECT R.RDB$RELATION_NAME, IIF(R.RDB$VIEW_BLR IS NULL, 0, 1), ${comment('R.RDB$DESCRIPTION')}
FROM RDB$RELATIONS R WHERE COALESCE(R.RDB$SYSTEM_FLAG, 0) = 0`

const columns = `SELECT C.RDB$RELATION_NAME, C.RDB$FIELD_NAME, F.RDB$FIELD_TYPE, COALESCE(F.RDB$FIELD_SUB_TYPE, 0),
COALESCE(F.RDB$FIELD_SCALE, 0), COALESCE(F.RDB$FIELD_PRECISION, 0), F.RDB$FIELD_LENGTH,
COALESCE(F.RDB$CHARACTER_LENGTH, F.RDB$FIELD_LENGTH), S.RDB$CHARACTER_SET_NAME,
COALESCE(C.RDB$NULL_FLAG, F.RDB$NULL_FLAG, 0), ${comment('COALESCE(C.RDB$DESCRIPTION, F.RDB$DESCRIPTION)')}
FROM RDB$RELATION_FIELDS C
JOIN RDB$FIELDS F ON F.RDB$FIELD_NAME = C.RDB$FIELD_SOURCE
LEFT JOIN RDB$CHARACTER_SETS S ON S.RDB$CHARACTER_SET_ID = F.RDB$CHARACTER_SET_ID
WHERE COALESCE(C.RDB$SYSTEM_FLAG, 0) = 0 AND F.RDB$DIMENSIONS IS NULL`

const keys = `SELECT K.RDB$RELATION_NAME, I.RDB$FIELD_NAME FROM RDB$RELATION_CONSTRAINTS K
JOIN RDB$INDEX_SEGMENTS I ON I.RDB$INDEX_NAME = K.RDB$INDEX_NAME
WHERE K.RDB$CONSTRAINT_TYPE = 'PRIMARY KEY'`

interface Entry {
  readonly kind: 'table' | 'view'
  readonly comment: string | undefined
  readonly fields: { readonly field: NativeField; readonly comment: string | undefined }[]
  readonly key: string[]
}

/** The table for the shared operations. */
export async function loadTable(
  connection: SqlConnection,
  dataset: string,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<SqlTable | undefined> {
  const entry = (await readCatalogue(connection, [dataset], settings, signal)).get(dataset)
  if (entry === undefined) return undefined
  const tableColumns = entry.fields.map(({ field }): SqlColumn => firebirdColumn(field, settings.charset))
  return { name: dataset, reference: quote(dataset), columns: tableColumns, key: entry.key }
}

/** Tables and views in the order of their names, with three questions however many there are. */
export async function* describe(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  settings: CatalogueSettings,
  signal: AbortSignal,
): AsyncIterable<Dataset> {
  const entries = [...(await readCatalogue(connection, names, settings, signal))]
  entries.sort(([left], [right]) => (left < right ? -1 : 1))
  for (const [name, entry] of entries) {
    if (name === settings.ledger || entry.fields.length === 0) continue
    yield {
      name,
      kind: entry.kind,
      columns: entry.fields.map(({ field, comment: told }) => {
        const { type, nativeType, nullable } = firebirdColumn(field, settings.charset)
        const charset = isUnknown(field) || field.charset === 'OCTETS' ? undefined : field.charset
        return {
          name: field.name,
          nativeType,
          type,
          nullable,
          ...(charset === undefined ? {} : { charset }),
          ...(told === undefined ? {} : { comment: told }),
        }
      }),
      key: entry.key,
      ...(entry.comment === undefined ? {} : { comment: entry.comment }),
    }
  }
}

async function readCatalogue(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<Map<string, Entry>> {
  const readComment = commentReader(settings.charset)
  const entries = new Map<string, Entry>()
  for (const part of parts(names)) {
    const ask = (text: string, alias: string, order: string): Promise<unknown[][]> => {
      const filter = part === undefined ? '' : ` AND ${alias}.RDB$RELATION_NAME IN (${part.map(() => '?').join(', ')})`
      return connection.query(`${text}${filter} ORDER BY ${alias}.RDB$RELATION_NAME${order}`, part ?? [], signal)
    }
    for (const [name, view, told] of await ask(relations, 'R', ''))
      entries.set(trimmed(name), {
        kind: view === 1 ? 'view' : 'table',
        comment: readComment(told),
        fields: [],
        key: [],
      })
    for (const row of await ask(columns, 'C', ', C.RDB$FIELD_POSITION'))
      entries.get(trimmed(row[0]))?.fields.push({ field: nativeField(row), comment: readComment(row[10]) })
    for (const [name, column] of await ask(keys, 'K', ', I.RDB$FIELD_POSITION'))
      entries.get(trimmed(name))?.key.push(trimmed(column))
  }
  return entries
}

/** Names that fit the catalogue, some at a time; `[undefined]` for all there are. */
function parts(names: readonly string[] | undefined): readonly (readonly string[] | undefined)[] {
  if (names === undefined) return [undefined]
  const fitting = names.filter((name) => name.length <= 63)
  return Array.from({ length: Math.ceil(fitting.length / 50) }, (_, part) => fitting.slice(part * 50, part * 50 + 50))
}

function nativeField(row: readonly unknown[]): NativeField {
  return {
    name: trimmed(row[1]),
    type: Number(row[2]),
    subType: Number(row[3]),
    scale: Number(row[4]),
    precision: Number(row[5]),
    length: Number(row[6]),
    characters: Number(row[7]),
    charset: row[8] === null ? undefined : trimmed(row[8]),
    nullable: row[9] !== 1,
  }
}

/** Names are padded to the width of the catalogue's columns. */
function trimmed(name: unknown): string {
  return String(name).trimEnd()
}
