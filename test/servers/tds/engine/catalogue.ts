import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { parseType } from '../tds-type.ts'
import { type EngineColumn, type EngineTable, sqliteTable } from './create-table.ts'
import { quote } from './rewrite.ts'

const tables: Readonly<Record<string, string>> = {
  schemas: 'schema_id, name',
  objects: 'object_id INTEGER PRIMARY KEY, name, schema_id, type, is_ms_shipped',
  columns:
    'object_id, column_id, name, system_type_id, user_type_id, max_length, precision, scale, is_nullable, is_identity, is_computed, collation_name',
  types: 'user_type_id, system_type_id, name',
  extended_properties: 'class, major_id, minor_id, name, value',
  indexes: 'object_id, index_id, is_primary_key',
  index_columns: 'object_id, index_id, column_id, key_ordinal',
  partitions: 'object_id, index_id, rows',
  parameters: 'object_id, parameter_id, name, system_type_id, user_type_id, max_length, precision, scale, is_output',
  synonyms: 'object_id, base_object_name, base_id',
  dm_exec_describe_first_result_set_for_object:
    'object_id, column_ordinal, name, system_type_id, user_type_id, max_length, precision, scale, is_nullable, collation_name, is_hidden, error_number',
  databases: 'database_id, name, collation_name, snapshot_isolation_state, is_read_committed_snapshot_on, is_read_only',
  change_tracking_tables: 'object_id, min_valid_version',
}

const types: readonly string[] =
  'image text uniqueidentifier date time datetime2 datetimeoffset tinyint smallint int smalldatetime real money datetime float sql_variant ntext bit decimal numeric smallmoney bigint varbinary varchar binary char timestamp nvarchar nchar xml hierarchyid'.split(
    ' ',
  )

/** Makes the tables that answer questions about `sys.*`. */
export function createCatalogue(database: DatabaseSync, settings: EngineDatabase): void {
  for (const [name, columns] of Object.entries(tables))
    database.exec(`CREATE TABLE ${quote(`sys.${name}`)} (${columns})`)
  insert(database, 'schemas', [
    [1, 'dbo'],
    [2, 'hr'],
  ])
  insert(
    database,
    'types',
    types.map((name, index) => [index + 1, index + 1, name]),
  )
  const { name, collation, snapshot } = settings
  insert(database, 'databases', [[5, name, collation, snapshot ? 1 : 0, 0, 0]])
}

/** The database as the catalogue tells it. */
export interface EngineDatabase {
  readonly name: string
  readonly collation: string
  /** Whether snapshot isolation is allowed. */
  readonly snapshot: boolean
}

export function insert(database: DatabaseSync, table: string, rows: readonly (readonly SQLInputValue[])[]): void {
  for (const row of rows)
    database.prepare(`INSERT INTO ${quote(`sys.${table}`)} VALUES (${row.map(() => '?').join(', ')})`).run(...row)
}

/** Makes a table and enters it. `schema.name` stands in that schema. */
export function createTable(database: DatabaseSync, name: string, table: EngineTable): number {
  database.exec(sqliteTable(name, table, false))
  return enterTable(database, name, table, 'U')
}

/** Enters what is there under this name: a table, or a view. */
export function enterTable(database: DatabaseSync, name: string, table: EngineTable, kind: 'U' | 'V'): number {
  const id = addObject(database, name, kind)
  insert(
    database,
    'columns',
    table.columns.map((column, index) => columnRow(id, index + 1, column)),
  )
  if (table.key.length > 0) {
    insert(database, 'indexes', [[id, 1, 1]])
    const place = (column: string): number => table.columns.findIndex((each) => each.name === column) + 1
    insert(
      database,
      'index_columns',
      table.key.map((column, index) => [id, 1, place(column), index + 1]),
    )
  }
  if (kind === 'U') insert(database, 'partitions', [[id, table.key.length > 0 ? 1 : 0, 0]])
  return id
}

export function addObject(database: DatabaseSync, name: string, kind: string): number {
  const [schema, plain] = name.startsWith('hr.') ? [2, name.slice(3)] : [1, name]
  const text = 'INSERT INTO "sys.objects" (name, schema_id, type, is_ms_shipped) VALUES (?, ?, ?, 0)'
  return Number(database.prepare(text).run(plain, schema, kind).lastInsertRowid)
}

export function dropTable(database: DatabaseSync, name: string): void {
  database.exec(`DROP TABLE ${quote(name)}; DROP TABLE IF EXISTS ${quote(`changes.${name}`)}`)
  const row = database.prepare('SELECT object_id FROM "sys.objects" WHERE name = ?').get(name)
  for (const table of ['objects', 'columns', 'indexes', 'index_columns', 'partitions', 'change_tracking_tables'])
    database.prepare(`DELETE FROM ${quote(`sys.${table}`)} WHERE object_id = ?`).run(row?.['object_id'] ?? null)
}

/** A comment on a table, or on a column of it. */
export function comment(database: DatabaseSync, object: number, column: number, text: string): void {
  insert(database, 'extended_properties', [[1, object, column, 'MS_Description', text]])
}

function columnRow(id: number, number: number, column: EngineColumn): SQLInputValue[] {
  return [
    id,
    number,
    column.name,
    ...typeCells(column.type),
    Number(column.nullable),
    Number(column.identity),
    0,
    column.collation ?? (/char|text/.test(column.type) ? 'Chinese_PRC_CI_AS' : null),
  ]
}

/** The type as `sys.columns` and `sys.parameters` have it: ids, bytes, precision, scale. */
export function typeCells(type: string): SQLInputValue[] {
  const word = /^\w+/.exec(type)?.[0].toLowerCase() ?? ''
  const known = word === 'rowversion' ? 'timestamp' : word === 'sysname' ? 'nvarchar' : word
  const id = types.indexOf(known) + 1
  if (word === 'sql_variant' || word === 'hierarchyid') return [id, id, 892, 0, 0]
  const { name, length, precision = 0, scale = 0 } = parseType(type)
  const bytes =
    length === 'max' || name === 'xml' ? -1 : (length ?? 8) * (name.startsWith('n') && name.endsWith('char') ? 2 : 1)
  return [id, id, bytes, precision, scale]
}
