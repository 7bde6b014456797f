import { BerthError, type ConnectContext, type Session, type SystemFacts } from '@berth/core'
import { sqlOperations } from '@berth/sql'
import { describe, loadTable } from './catalogue.ts'
import { FirebirdConnection } from './connection.ts'
import { firebirdDialect } from './dialect.ts'
import { loadDriver } from './driver.ts'
import { logIn } from './login.ts'
import type { FirebirdOptions } from './options.ts'
import { firebirdProcedures } from './procedures.ts'

/** Attaches to the database. A `read` session runs nothing but read-only transactions (SEC-4). */
export async function openFirebird(options: FirebirdOptions, context: ConnectContext): Promise<Session> {
  const { charset, ledger } = options
  if (options.dialect === 2)
    throw new BerthError('OPTION_INVALID', { connector: 'firebird', option: 'dialect', problem: '1 or 3 is expected' })
  const dialect = firebirdDialect(options)
  const attachment = await logIn(await loadDriver(), options, context)
  const connection = new FirebirdConnection(attachment, options.maxCellBytes)
  const settings = { charset, ledger }
  return {
    ...sqlOperations({
      dialect,
      connection,
      loadTable: (dataset, signal) => loadTable(connection, dataset, settings, signal),
      ledger,
      procedures: firebirdProcedures(connection, settings),
    }),
    ping: (signal) => facts(connection, context.access, signal),
    describe: ({ names }, signal) => describe(connection, names, settings, signal),
    native: attachment.wire,
    [Symbol.asyncDispose]: () => attachment.close(),
  }
}

async function facts(
  connection: FirebirdConnection,
  access: ConnectContext['access'],
  signal: AbortSignal,
): Promise<SystemFacts> {
  const text = `SELECT CAST(RDB$GET_CONTEXT('SYSTEM', 'ENGINE_VERSION') AS VARCHAR(30) CHARACTER SET UTF8), D.RDB$CHARACTER_SET_NAME, CAST('NOW' AS TIMESTAMP), M.MON$READ_ONLY
FROM RDB$DATABASE D CROSS JOIN MON$DATABASE M`
  const [row = []] = await connection.query(text, [], signal)
  const [version, charset, clock, readOnly] = row
  return {
    product: `Firebird ${String(version)}`,
    ...(charset === null ? {} : { charset: String(charset).trimEnd() }),
    clock: String(clock),
    writable: access === 'write' && readOnly === 0,
  }
}
