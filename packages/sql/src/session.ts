import type { Session } from '@berth/core'
import type { LoadSqlTable } from './column.ts'
import type { SqlConnection } from './connection.ts'
import type { SqlDialect } from './dialect.ts'

/** What a connector gives for the shared operations to work with. */
export interface SqlSessionParts {
  readonly dialect: SqlDialect
  readonly connection: SqlConnection
  readonly loadTable: LoadSqlTable
  /** The name of the ledger table. @default 'BERTH_LEDGER' */
  readonly ledger?: string
}

/** The operations that every SQL connector has alike. The connector adds `ping`, `describe` and the end. */
export type SqlOperations = Required<Pick<Session, 'lookup' | 'scan' | 'changes' | 'apply'>>
