import type { ConnectContext, Session, SystemFacts } from '@berth/core'
import { sqlOperations } from '@berth/sql'
import { type CatalogueSettings, describe, loadTable } from './catalogue.ts'
import { ChangeTracking } from './change-tracking.ts'
import { MssqlConnection } from './connection.ts'
import { dialect, pagingDialect } from './dialect.ts'
import { loadDriver } from './driver.ts'
import { logIn, placeOf } from './login.ts'
import type { MssqlOptions } from './options.ts'
import { mssqlProcedures } from './procedures.ts'
import * as questions from './questions.ts'

/** What the server says of itself when a session begins. */
interface Server {
  readonly version: number
  readonly codePage: number | undefined
  /** Readers see a version of the rows and lock none: by snapshot isolation, or by the database's own way. */
  readonly snapshot: boolean
  readonly versioned: boolean
}

/**
 * Connects to the database. A `read` session reads snapshots where the database allows them; where it does not, scans over
 * a primary key are short statements, so that no lock outlasts a batch (SEC-4).
 */
export async function openMssql(options: MssqlOptions, context: ConnectContext): Promise<Session> {
  const driver = await loadDriver()
  const native = await logIn(driver, options, context)
  const connection = new MssqlConnection(driver, native, placeOf(options), options.statementTimeoutMs)
  try {
    return await begin(connection, options, context)
  } catch (error) {
    await connection.close()
    throw error
  }
}

async function begin(
  connection: MssqlConnection,
  options: MssqlOptions,
  { access, signal }: ConnectContext,
): Promise<Session> {
  const { ledger, maxCellBytes, lockTimeoutMs, database, user } = options
  await connection.batch(`SET NOCOUNT ON; SET XACT_ABORT OFF; SET LOCK_TIMEOUT ${lockTimeoutMs}`, signal)
  const { version, codePage, snapshot, versioned } = (await ask(connection, access, signal)).server
  const reads = access === 'read' && snapshot
  if (reads) await connection.batch('SET TRANSACTION ISOLATION LEVEL SNAPSHOT', signal)
  if (access === 'read') await connection.batch('SET DEADLOCK_PRIORITY LOW', signal)
  const settings: CatalogueSettings = { ledger, maxCellBytes, version, codePage }
  const load = (dataset: string, during: AbortSignal): ReturnType<typeof loadTable> =>
    loadTable(connection, dataset, settings, during)
  return {
    ...sqlOperations({
      dialect: reads || versioned ? dialect : pagingDialect,
      connection,
      loadTable: load,
      ledger,
      changeLog: new ChangeTracking(connection, load, database, user),
      procedures: mssqlProcedures(connection, settings),
    }),
    ping: async (during) => (await ask(connection, access, during)).facts,
    describe: ({ names }, during) => describe(connection, names, settings, during),
    native: connection.native,
    [Symbol.asyncDispose]: () => connection.close(),
  }
}

async function ask(
  connection: MssqlConnection,
  access: ConnectContext['access'],
  signal: AbortSignal,
): Promise<{ readonly facts: SystemFacts; readonly server: Server }> {
  const [row = []] = await connection.query(questions.facts, [], signal)
  const [version, collation, codePage, clock, updateability, snapshotState, readCommittedSnapshot] = row
  const product = String(version)
  return {
    facts: {
      product: `SQL Server ${product}`,
      charset: String(collation),
      clock: instant(String(clock)),
      ...zoneOf(String(clock)),
      writable: access === 'write' && updateability === 'READ_WRITE',
    },
    server: {
      version: Number.parseInt(product, 10),
      codePage: codePage === null ? undefined : Number(codePage),
      snapshot: Number(snapshotState) === 1,
      versioned: Number(readCommittedSnapshot) === 1,
    },
  }
}

/** `2024-06-01 12:00:00.1234567 +08:00` as the instant it is. */
function instant(clock: string): string {
  return new Date(
    clock
      .replace(/(\.\d{3})\d*/, '$1')
      .replace(/ ([+-])/, '$1')
      .replace(' ', 'T'),
  ).toISOString()
}

/** The offset at its end. */
function zoneOf(clock: string): { readonly timeZone?: string } {
  const zone = /[+-]\d\d:\d\d$/.exec(clock)?.[0]
  return zone === undefined ? {} : { timeZone: zone }
}
