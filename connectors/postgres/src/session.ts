import {
  BerthError,
  type ConnectContext,
  type PrepareChangesRequest,
  type Session,
  type SystemFacts,
  textDecoding,
} from '@berth/core'
import { type SqlSessionParts, sqlOperations } from '@berth/sql'
import { type CatalogueSettings, describeTables, loadTable } from './catalogue.ts'
import { PostgresLog } from './change-log.ts'
import { PostgresConnection } from './connection.ts'
import { onConflict, onDuplicateKey, postgresDialect } from './dialect.ts'
import { loadDriver } from './driver.ts'
import { logScript } from './log-script.ts'
import { logIn } from './login.ts'
import type { PostgresOptions } from './options.ts'
import { describeProcedures } from './procedure-catalogue.ts'
import { postgresProcedures } from './procedures.ts'
import { quote } from './quote.ts'

/** How long a write waits for a lock of somebody else. */
const lockTimeoutMs = 5000

/** What the server says of itself once. */
interface Server {
  readonly product: string
  readonly version: number
  readonly encoding: string
  readonly mayMakeTables: boolean
}

/**
 * Connects to the database. Every transaction of a `read` session is read-only at the server (SEC-4).
 * Rejects with `CHARSET_UNKNOWN` and what `logIn` rejects with.
 */
export async function openPostgres(options: PostgresOptions, context: ConnectContext): Promise<Session> {
  if (options.charset !== undefined) textDecoding(options.charset)
  const driver = await loadDriver()
  const line = await logIn(driver, options, context)
  const connection = new PostgresConnection(line, driver)
  try {
    const server = await prepare(connection, options, context)
    return session(connection, options, context, server)
  } catch (error) {
    await line.close()
    throw error
  }
}

function session(
  connection: PostgresConnection,
  { charset, maxCellBytes, ledger }: PostgresOptions,
  { access }: ConnectContext,
  { product, version, encoding, mayMakeTables }: Server,
): Session {
  const upsert = product.startsWith('openGauss') || product.startsWith('GaussDB') ? onDuplicateKey : onConflict
  if (access === 'write') connection.writeInBulk({ upsert, mayMakeTables })
  // A server that knows no charset hands on whatever is stored; only as bytes it is told apart.
  const text = charset ?? (encoding === 'SQL_ASCII' ? 'UTF-8' : undefined)
  const settings: CatalogueSettings = { charset: text, maxCellBytes, version }
  return {
    ...sqlOperations({
      dialect: postgresDialect(upsert, version >= 90_400 && upsert === onConflict),
      connection,
      loadTable: (dataset, signal) => loadTable(connection, dataset, settings, signal),
      ledger,
      procedures: postgresProcedures(connection, settings),
      ...(version < 110_000 ? {} : { changeLog: changeLog(connection, encoding, settings) }),
    }),
    ping: (signal) => facts(connection, { product, encoding }, access, signal),
    async *describe({ names }, signal) {
      const tables = await describeTables(connection, names, ledger, settings, signal)
      const procedures = await describeProcedures(connection, names, settings, signal)
      yield* [...tables, ...procedures].sort((left, right) => (left.name < right.name ? -1 : 1))
    },
    native: connection.line.client,
    [Symbol.asyncDispose]: () => connection.line.close(),
  }
}

/** The log, with the script that has it kept. Slots can be read from PostgreSQL 11 on. */
function changeLog(
  connection: PostgresConnection,
  encoding: string,
  settings: CatalogueSettings,
): NonNullable<SqlSessionParts['changeLog']> {
  const log = new PostgresLog(connection, encoding)
  const script = async ({ dataset, by }: PrepareChangesRequest, signal: AbortSignal): Promise<string> => {
    const table = await loadTable(connection, dataset, settings, signal)
    if (table === undefined || by.kind !== 'log') throw new BerthError('DATASET_UNKNOWN', { dataset })
    return logScript(table, by, settings.version)
  }
  return Object.assign(log, { script })
}

/** Settings that values depend on, whatever the user's own are, and what a reader may never do. */
async function prepare(
  connection: PostgresConnection,
  { schema, statementTimeoutMs }: PostgresOptions,
  { access, signal }: ConnectContext,
): Promise<Server> {
  const settings = [
    `default_transaction_read_only = ${access === 'read' ? 'on' : 'off'}`,
    "DateStyle = 'ISO, YMD'",
    "TimeZone = 'UTC'",
    "IntervalStyle = 'iso_8601'",
    'extra_float_digits = 3',
    "bytea_output = 'hex'",
    'standard_conforming_strings = on',
    `statement_timeout = ${statementTimeoutMs}`,
    ...(schema === undefined ? [] : [`search_path = ${quote(schema)}`]),
  ]
  await connection.execute(settings.map((each) => `SET ${each}`).join('; '), [], signal)
  // As UTF8 a server that knows no charset would refuse to hand out, and to take, what is none. openGauss has no lock_timeout.
  const optional = `SELECT set_config(name, CASE name WHEN 'lock_timeout' THEN '${lockTimeoutMs}'
  ELSE CASE current_setting('server_encoding') WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END END, false)
FROM pg_catalog.pg_settings WHERE name IN ('lock_timeout', 'client_encoding')`
  await connection.query(optional, [], signal)
  const text = `SELECT version(), current_setting('server_version_num'), current_setting('server_encoding'),
  has_database_privilege(current_database(), 'TEMP')`
  const [[version, number, encoding, mayMakeTables] = []] = await connection.query(text, [], signal)
  return {
    product: productOf(String(version)),
    version: Number(number),
    encoding: String(encoding),
    mayMakeTables: mayMakeTables === 't',
  }
}

/** `PostgreSQL 15.18`; openGauss and its kin stand in brackets behind the version of PostgreSQL that they come from. */
export function productOf(version: string): string {
  const kin = /\((openGauss|GaussDB)(?: Kernel)? ([^\s)]+)/i.exec(version)
  if (kin !== null) return `${kin[1]} ${kin[2]}`
  return version.split(' ').slice(0, 2).join(' ')
}

async function facts(
  connection: PostgresConnection,
  { product, encoding }: Pick<Server, 'product' | 'encoding'>,
  access: ConnectContext['access'],
  signal: AbortSignal,
): Promise<SystemFacts> {
  const text = `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), pg_is_in_recovery(),
  (SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'TimeZone')`
  const [[clock, standby, timeZone] = []] = await connection.query(text, [], signal)
  return {
    product,
    charset: encoding,
    clock: String(clock),
    ...(timeZone === null ? {} : { timeZone: String(timeZone) }),
    writable: access === 'write' && standby === 'f',
  }
}
