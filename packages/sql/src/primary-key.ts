import type { SqlTable } from './column.ts'

/** Whether these are the columns of the primary key, in its order: only that is known to be unique. */
export function isPrimaryKey(table: SqlTable, key: readonly string[]): boolean {
  return key.length > 0 && key.length === table.key?.length && key.every((name, index) => name === table.key?.[index])
}
