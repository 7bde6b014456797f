import type { DatabaseSync } from 'node:sqlite'
import { type EngineTable, sqliteTable } from './create-table.ts'
import { quote } from './rewrite.ts'

/** Has triggers of SQLite note changes as SQL Server's change tracking does: each key once, with its last version. */
export function trackChanges(database: DatabaseSync, name: string, id: number, table: EngineTable): void {
  const columns = table.columns
    .filter((column) => table.key.includes(column.name))
    .map((column) => ({ ...column, nullable: false, identity: false }))
  const version = { name: 'SYS_CHANGE_VERSION', type: 'bigint', collation: undefined, nullable: false, identity: false }
  const changes = `changes.${name}`
  database.exec(sqliteTable(changes, { columns: [version, ...columns], key: table.key }, false))
  database.prepare('INSERT INTO "sys.change_tracking_tables" VALUES (?, 0)').run(id)
  const names = columns.map((column) => quote(column.name)).join(', ')
  const note = (row: string): string =>
    `INSERT OR REPLACE INTO ${quote(changes)} (SYS_CHANGE_VERSION, ${names}) SELECT version, ${columns.map((column) => `${row}.${quote(column.name)}`).join(', ')} FROM "sys.version";`
  trigger(database, `${name}_changes`, name, `UPDATE "sys.version" SET version = version + 1; `, note)
}

/** What the triggers of an outbox script do, in the words of SQLite. */
export function fillOutbox(
  database: DatabaseSync,
  name: string,
  table: string,
  outbox: string,
  key: readonly string[],
): void {
  const names = key.map(quote)
  const enter = (row: string): string =>
    `INSERT INTO ${quote(outbox)} (${names.join(', ')}) SELECT ${names.map((each) => `${row}.${each}`).join(', ')};`
  trigger(database, name, table, '', enter)
}

function trigger(
  database: DatabaseSync,
  name: string,
  table: string,
  before: string,
  note: (row: 'NEW' | 'OLD') => string,
): void {
  for (const [event, rows] of Object.entries({ INSERT: ['NEW'], UPDATE: ['OLD', 'NEW'], DELETE: ['OLD'] } as const)) {
    const body = rows.map((row) => before + note(row)).join(' ')
    database.exec(
      `CREATE TRIGGER ${quote(`${name}_${event}`)} AFTER ${event} ON ${quote(table)} FOR EACH ROW BEGIN ${body} END`,
    )
  }
}
