import type { SqlColumn, SqlTable } from '../column.ts'
import { outboxNumber } from '../outbox.ts'

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`

/** `SqlDialect.outboxScript` of SQLite. */
export function sqliteOutboxScript(table: SqlTable, key: readonly SqlColumn[], outbox: string): string {
  const names = key.map(({ name }) => quote(name))
  const columns = key.map(({ name, nativeType }) => `  ${quote(name)} ${nativeType} NOT NULL,`)
  const enter = (row: 'NEW' | 'OLD'): string =>
    `  INSERT INTO ${quote(outbox)} (${names.join(', ')}) SELECT ${names.map((name) => `${row}.${name}`).join(', ')}`
  const trigger = (event: string, statements: readonly string[]): string =>
    [
      `CREATE TRIGGER ${quote(`${outbox}_${event}`)} AFTER ${event} ON ${table.reference} FOR EACH ROW BEGIN`,
      ...statements.map((statement) => `${statement};`),
      'END;',
    ].join('\n')
  const keyChanged = names.map((name) => `OLD.${name} IS NOT NEW.${name}`).join(' OR ')
  return `${[
    `CREATE TABLE ${quote(outbox)} (`,
    `  ${outboxNumber} INTEGER PRIMARY KEY AUTOINCREMENT,`,
    ...columns,
    "  BERTH_AT TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
    ');',
    trigger('INSERT', [enter('NEW')]),
    trigger('UPDATE', [`${enter('OLD')} WHERE ${keyChanged}`, enter('NEW')]),
    trigger('DELETE', [enter('OLD')]),
    '-- From time to time, older than any docking is behind; the newest entry stays:',
    `-- DELETE FROM ${quote(outbox)} WHERE BERTH_AT < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-30 days')`,
    `--   AND ${outboxNumber} < (SELECT MAX(${outboxNumber}) FROM ${quote(outbox)});`,
  ].join('\n')}\n`
}
