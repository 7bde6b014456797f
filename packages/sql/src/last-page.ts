import type { SqlDialect } from './dialect.ts'

/** Whether nothing follows a page of this many rows where `batchRows` were asked for. */
export function isLastPage(dialect: SqlDialect, rows: number, batchRows: number): boolean {
  return dialect.pagesUntilEmpty === true ? rows === 0 : rows < batchRows
}
