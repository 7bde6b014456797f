import { BerthError, type ChangesRequest, type PrepareChangesRequest, type Session } from '@berth/core'
import { apply } from './apply.ts'
import type { SqlChangeLog } from './change-log.ts'
import type { LoadSqlTable } from './column.ts'
import { columnChanges } from './column-changes.ts'
import type { SqlConnection } from './connection.ts'
import { SqlContext } from './context.ts'
import type { SqlDialect, SqlLedger } from './dialect.ts'
import { invoke } from './invoke.ts'
import { ensureLedger } from './ledger.ts'
import { logChanges } from './log-changes.ts'
import { lookup } from './lookup.ts'
import { OutboxLog } from './outbox.ts'
import type { SqlProcedures } from './procedure.ts'
import { refuseInScript } from './refuse-in-script.ts'
import { scan } from './scan.ts'

/** What a connector gives for the shared operations to work with. */
export interface SqlSessionParts {
  readonly dialect: SqlDialect
  readonly connection: SqlConnection
  readonly loadTable: LoadSqlTable
  /** The name of the ledger table. @default 'BERTH_LEDGER' */
  readonly ledger?: string
  /** The log that the database keeps. Absent: it keeps none, or none that is read here. */
  readonly changeLog?: SqlChangeLog & {
    /** The script that has the database keep it for this dataset. */
    script(request: PrepareChangesRequest, signal: AbortSignal): Promise<string>
  }
  /** Absent: the database has no procedures, and the session no `invoke`. */
  readonly procedures?: SqlProcedures
}

/** The operations that every SQL connector has alike. The connector adds `ping`, `describe` and the end. */
export type SqlOperations = Required<Pick<Session, 'lookup' | 'scan' | 'changes' | 'apply'>> &
  Pick<Session, 'invoke' | 'prepareChanges'>

/** The shared operations over one connection. The ledger is looked for at the first `apply`. */
export function sqlOperations(parts: SqlSessionParts): SqlOperations {
  const { dialect, connection } = parts
  const context = new SqlContext(dialect, connection, parts.loadTable)
  const ledgerTable = parts.ledger ?? 'BERTH_LEDGER'
  const ledger = dialect.ledger(ledgerTable)
  let ledgerReady = false
  const readyLedger = async (signal: AbortSignal): Promise<SqlLedger> => {
    if (!ledgerReady) await ensureLedger(connection, ledger, ledgerTable, signal)
    ledgerReady = true
    return ledger
  }
  const ledgerFor = async (isDryRun: boolean, signal: AbortSignal): Promise<SqlLedger | undefined> => {
    if (isDryRun && (await connection.query(ledger.exists, [], signal)).length === 0) return undefined
    return await readyLedger(signal)
  }
  const { procedures, changeLog } = parts
  const unsupported = (kind: string): BerthError =>
    new BerthError('NOT_SUPPORTED', { connector: dialect.name, capability: `changes.${kind}` })

  const changes = (request: ChangesRequest, signal: AbortSignal): ReturnType<SqlOperations['changes']> => {
    const { by } = request
    if (by.kind === 'column') return columnChanges(context, request, by, signal)
    if (by.kind === 'outbox') return logChanges(context, new OutboxLog(context), request, by, signal)
    if (changeLog === undefined) throw unsupported(by.kind)
    return logChanges(context, changeLog, request, by, signal)
  }

  const prepareChanges = async (request: PrepareChangesRequest, signal: AbortSignal): Promise<string> => {
    const { by, dataset } = request
    const table = await context.table(dataset, signal)
    const key = by.key.map((name) => context.column(table, name, []))
    refuseInScript(dialect, [dataset, ...by.key, ...(by.kind === 'outbox' ? [by.dataset] : [])])
    if (by.kind === 'outbox' && dialect.outboxScript !== undefined) return dialect.outboxScript(table, key, by.dataset)
    if (by.kind === 'outbox' || changeLog === undefined) throw unsupported(by.kind)
    return await changeLog.script(request, signal)
  }

  return {
    lookup: (request, signal) => lookup(context, request, signal),
    scan: (request, signal) => scan(context, request, signal),
    changes,
    apply: (request, signal) => apply(context, () => ledgerFor(request.dryRun === true, signal), request, signal),
    ...(dialect.outboxScript === undefined && changeLog === undefined ? {} : { prepareChanges }),
    ...(procedures === undefined
      ? {}
      : {
          invoke: (request, signal) => invoke(context, procedures, () => readyLedger(signal), request, signal),
        }),
  }
}
