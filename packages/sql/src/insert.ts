import type { SqlDialect, SqlWrite } from './dialect.ts'

/**
 * `INSERT INTO t (a, b) VALUES (?, ?), (?, ?)`: the start of a `write` statement for databases that understand it.
 * The dialect adds its own words for rows that are there already.
 */
export function insertStatement(dialect: Pick<SqlDialect, 'quote' | 'marker'>, write: SqlWrite): string {
  let position = 0
  const tuple = (): string => {
    const cells = write.columns.map((column) => {
      const marker = dialect.marker(++position)
      return column.marker?.(marker) ?? marker
    })
    return `(${cells.join(', ')})`
  }
  const tuples = Array.from({ length: write.rows }, tuple)
  const names = write.columns.map(({ name }) => dialect.quote(name))
  return `INSERT INTO ${write.table.reference} (${names.join(', ')}) VALUES ${tuples.join(', ')}`
}
