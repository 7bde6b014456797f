import type { Session } from '@berth/core'
import { apply } from './apply.ts'
import { changes } from './changes.ts'
import type { LoadSqlTable } from './column.ts'
import type { SqlConnection } from './connection.ts'
import { SqlContext } from './context.ts'
import type { SqlDialect } from './dialect.ts'
import { ensureLedger } from './ledger.ts'
import { lookup } from './lookup.ts'
import { scan } from './scan.ts'

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

/** The shared operations over one connection. The ledger is looked for at the first `apply`. */
export function sqlOperations(parts: SqlSessionParts): SqlOperations {
  const { dialect, connection } = parts
  const context = new SqlContext(dialect, connection, parts.loadTable)
  const ledgerTable = parts.ledger ?? 'BERTH_LEDGER'
  const ledger = dialect.ledger(ledgerTable)
  let ledgerReady = false
  return {
    lookup: (request, signal) => lookup(context, request, signal),
    scan: (request, signal) => scan(context, request, signal),
    changes: (request, signal) => changes(context, request, signal),
    apply: async (request, signal) => {
      if (!ledgerReady) await ensureLedger(connection, ledger, ledgerTable, signal)
      ledgerReady = true
      return await apply(context, ledger, request, signal)
    },
  }
}
