import type { SqliteStatements } from './sqlite-statements.ts'
import type { SentFile, StateChanges, Stream } from './state-port.ts'

/** Every file that waits for its receipt, in the order of their numbers. */
export function sentFiles(statements: SqliteStatements): readonly SentFile[] {
  const rows = statements.all('SELECT resource, exit, number, body FROM sent ORDER BY resource, exit, number')
  return rows.map(({ resource, exit, number, body }) => ({
    ...(JSON.parse(String(body)) as Omit<SentFile, 'resource' | 'exit' | 'number'>),
    resource: String(resource),
    exit: String(exit),
    number: Number(number),
  }))
}

/** For use inside a transaction: throws what SQLite throws. */
export function writeSentFiles(
  statements: SqliteStatements,
  { resource, exit }: Stream,
  { sent = [], confirmed = [] }: StateChanges,
): void {
  for (const { resource: _resource, exit: _exit, number, ...body } of sent) {
    const insert = 'INSERT OR REPLACE INTO sent (resource, exit, number, body) VALUES (?, ?, ?, ?)'
    statements.run(insert, resource, exit, number, JSON.stringify(body))
  }
  for (const number of confirmed)
    statements.run('DELETE FROM sent WHERE resource = ? AND exit = ? AND number = ?', resource, exit, number)
}
