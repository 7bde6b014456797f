import type { SqlColumn, SqlTable } from '@berth/sql'
import { quote } from './quote.ts'

/** A column that the server counts up by itself. */
export interface IdentityColumn extends SqlColumn {
  readonly identity: true
}

/** `INSERT INTO t (a, b)`. */
export function insertHead(table: SqlTable, columns: readonly SqlColumn[]): string {
  return `INSERT INTO ${table.reference} (${columns.map(({ name }) => quote(name)).join(', ')})`
}

/** A write that gives values to an identity column has to say so. The setting ends with the statement. */
export function withIdentity(table: SqlTable, columns: readonly SqlColumn[], statement: string): string {
  if (!columns.some((column) => 'identity' in column)) return statement
  return `SET IDENTITY_INSERT ${table.reference} ON; ${statement}; SET IDENTITY_INSERT ${table.reference} OFF`
}
