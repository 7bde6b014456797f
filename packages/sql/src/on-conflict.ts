import type { SqlDialect, SqlWrite } from './dialect.ts'

/**
 * The end of an INSERT that replaces rows which are there, as PostgreSQL and SQLite have it; nothing without a key. Needs a
 * unique index on the key: without one the database refuses the statement.
 */
export function onConflict(quote: SqlDialect['quote'], { columns, key }: Pick<SqlWrite, 'columns' | 'key'>): string {
  if (key.length === 0) return ''
  const others = columns.filter(({ name }) => !key.includes(name)).map(({ name }) => quote(name))
  const updates = others.map((name) => `${name} = excluded.${name}`)
  const action = updates.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${updates.join(', ')}`
  return ` ON CONFLICT (${key.map(quote).join(', ')}) ${action}`
}
