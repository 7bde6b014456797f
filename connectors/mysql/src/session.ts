import { BerthError, type ConnectContext, type Session, type SystemFacts, textDecoding } from '@berth/core'
import { sqlOperations } from '@berth/sql'
import { type CatalogueSettings, describe, loadTable } from './catalogue.ts'
import { MysqlConnection } from './connection.ts'
import { dialect } from './dialect.ts'
import { loadDriver } from './driver.ts'
import type { Line } from './line.ts'
import { logIn } from './login.ts'
import type { MysqlOptions } from './options.ts'
import { mysqlProcedures } from './procedures.ts'

/** How long a consumer may keep the server waiting in the middle of a read, in seconds. */
const slowestReaderSeconds = 3600

/** Silent cutting and rounding, zero dates, a number of its own for a 0, and backslashes in texts: all of it off. */
const modes = [
  'STRICT_ALL_TABLES',
  'NO_ZERO_DATE',
  'NO_ZERO_IN_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_AUTO_VALUE_ON_ZERO',
  'NO_BACKSLASH_ESCAPES',
  'NO_ENGINE_SUBSTITUTION',
].join(',')

/** What the server says of itself when a session is opened. */
interface ServerNotes {
  readonly product: string
  readonly maxPacket: number
}

/** Logs in. The server itself refuses every write of a `read` session (SEC-4). */
export async function openMysql(options: MysqlOptions, context: ConnectContext): Promise<Session> {
  const { charset, ledger, maxCellBytes } = options
  if (charset !== undefined) textDecoding(charset)
  const line = await logIn(await loadDriver(), options, context)
  try {
    const { product, maxPacket } = await prepare(line, options, context)
    const connection = new MysqlConnection(line, maxPacket)
    const isMariadb = product.startsWith('MariaDB')
    const settings: CatalogueSettings = { charset, ledger, isMariadb, maxCellBytes, maxFunctionBytes: maxPacket }
    return {
      ...sqlOperations({
        dialect,
        connection,
        loadTable: (dataset, signal) => loadTable(connection, dataset, settings, signal),
        ledger,
        procedures: mysqlProcedures(connection, settings),
      }),
      ping: (signal) => facts(connection, product, context.access, signal),
      describe: ({ names }, signal) => describe(connection, names, settings, signal),
      native: line.wire,
      [Symbol.asyncDispose]: () => line.close(),
    }
  } catch (error) {
    await line.close()
    throw context.signal.aborted ? new BerthError('ABORTED', { call: 'connect' }, { cause: error }) : error
  }
}

async function prepare(line: Line, options: MysqlOptions, { access, signal }: ConnectContext): Promise<ServerNotes> {
  const { statementTimeoutMs, lockTimeoutMs } = options
  const ask = (sql: string): Promise<unknown> =>
    line.cancellable('connect', signal, () =>
      line.request<unknown>('connect', (callback) => line.wire.query({ sql }, callback)),
    )
  const [row = []] = (await ask('SELECT VERSION(), @@version_comment, @@max_allowed_packet')) as unknown[][]
  const product = productOf(String(row[0]), String(row[1]))
  const lockSeconds = Math.ceil(lockTimeoutMs / 1000)
  const settings = [
    `time_zone = '+00:00'`,
    `sql_mode = '${modes}'`,
    'autocommit = 1',
    `net_write_timeout = ${slowestReaderSeconds}`,
    `lock_wait_timeout = ${lockSeconds}`,
    `innodb_lock_wait_timeout = ${lockSeconds}`,
  ]
  if (statementTimeoutMs > 0)
    settings.push(
      product.startsWith('MariaDB')
        ? `max_statement_time = ${statementTimeoutMs / 1000}`
        : `max_execution_time = ${statementTimeoutMs}`,
    )
  await ask('SET NAMES utf8mb4')
  await ask(`SET SESSION ${settings.join(', SESSION ')}`)
  // TiDB refuses it by default.
  if (access === 'read' && !product.startsWith('TiDB')) await ask('SET SESSION TRANSACTION READ ONLY')
  return { product, maxPacket: Number(row[2]) }
}

/** Product and version out of `10.11.6-MariaDB-log`, `8.0.11-TiDB-v7.5.0`, `5.7.25-OceanBase-v4.2.1.0` and `8.4.0`. */
export function productOf(version: string, comment: string): string {
  const [, name, other] = /(TiDB|OceanBase)\D*([\d.]+)/i.exec(version) ?? []
  if (name !== undefined) return `${name} ${other}`
  const [own = version] = /\d+(?:\.\d+)+(?=[^.\d]|$)/.exec(version.replace(/^5\.5\.5-(?=\d+\.)/, '')) ?? []
  if (/mariadb/i.test(version) || /mariadb/i.test(comment)) return `MariaDB ${own}`
  return `${/percona/i.test(comment) ? 'Percona Server' : 'MySQL'} ${own}`
}

async function facts(
  connection: MysqlConnection,
  product: string,
  access: ConnectContext['access'],
  signal: AbortSignal,
): Promise<SystemFacts> {
  const text = `SELECT @@character_set_database, CAST(UTC_TIMESTAMP(6) AS CHAR), @@global.time_zone, @@system_time_zone, @@global.read_only`
  const [row = []] = await connection.query(text, [], signal)
  const [charset, clock, zone, systemZone, readOnly] = row.map(String)
  return {
    product,
    ...(charset === undefined ? {} : { charset }),
    clock: `${String(clock)
      .replace(' ', 'T')
      .replace(/\.?0+$/, '')}Z`,
    timeZone: zone === 'SYSTEM' ? String(systemZone) : String(zone),
    writable: access === 'write' && readOnly === '0',
  }
}
