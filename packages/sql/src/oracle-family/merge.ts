import type { SqlDialect, SqlWrite } from '../dialect.ts'
import { insertStatement } from '../insert.ts'

/**
 * The statement that inserts one row, or replaces the row with its key: MERGE, which Oracle has since 9i. Each parameter
 * stands in it once.
 */
export function mergeStatement(dialect: Pick<SqlDialect, 'quote' | 'marker'>, write: SqlWrite): string {
  const { table, columns, key } = write
  if (key.length === 0) return insertStatement(dialect, { ...write, rows: 1 })
  const names = columns.map(({ name }) => dialect.quote(name))
  const cells = columns.map((column, at) => {
    const marker = dialect.marker(at + 1)
    return `${column.marker?.(marker) ?? marker} ${names[at]}`
  })
  const matching = key.map((name) => `T.${dialect.quote(name)} = S.${dialect.quote(name)}`)
  const updates = columns
    .filter(({ name }) => !key.includes(name))
    .map(({ name }) => `T.${dialect.quote(name)} = S.${dialect.quote(name)}`)
  return [
    `MERGE INTO ${table.reference} T USING (SELECT ${cells.join(', ')} FROM DUAL) S ON (${matching.join(' AND ')})`,
    ...(updates.length === 0 ? [] : [`WHEN MATCHED THEN UPDATE SET ${updates.join(', ')}`]),
    `WHEN NOT MATCHED THEN INSERT (${names.join(', ')}) VALUES (${names.map((name) => `S.${name}`).join(', ')})`,
  ].join(' ')
}
