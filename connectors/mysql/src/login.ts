import { BerthError, type ConnectContext } from '@berth/core'
import { type ErrorPlace, readCertificates } from '@berth/sql'
import type { MysqlDriver, Wire, WireOptions } from './driver.ts'
import { mysqlError } from './errors.ts'
import { Line } from './line.ts'
import type { MysqlOptions } from './options.ts'

/** Prepared statements that the server keeps for a line. */
const maxPreparedStatements = 100

/** How long the line that stops a statement may take to come up. */
const killMs = 2000

/** Opens a line and logs in. Rejects with a `BerthError`; a line that was opened on the way is closed. */
export async function logIn(
  driver: MysqlDriver,
  options: MysqlOptions,
  { signal }: Pick<ConnectContext, 'signal'>,
): Promise<Line> {
  const { host, port, database, tls } = options
  const place = { host, port, database, timeoutMs: options.statementTimeoutMs }
  const encrypted = tls === 'disabled' ? undefined : tlsOptions(options)
  const connect = (ssl: WireOptions['ssl'], by: AbortSignal): Promise<Wire> =>
    connected(driver, wireOptions(options, ssl), { host, port, database, call: 'connect' }, by)
  let used = encrypted
  const wire = await connect(encrypted, signal).catch((error: unknown) => {
    if (tls !== 'preferred' || !isWithoutTls(error)) throw error
    used = undefined
    return connect(undefined, signal)
  })
  let id: string | undefined
  const kill = async (): Promise<void> => {
    const other = await connect(used, AbortSignal.timeout(killMs))
    try {
      await run(other, `KILL QUERY ${id}`)
    } finally {
      other.destroy()
      other.stream.destroy()
    }
  }
  const line = new Line(wire, place, kill)
  try {
    const rows = await line.request<unknown[][]>('connect', (callback) =>
      wire.query({ sql: 'SELECT CONNECTION_ID()' }, callback as never),
    )
    id = String(rows[0]?.[0])
    return line
  } catch (error) {
    await line.close()
    throw error
  }
}

function isWithoutTls(error: unknown): boolean {
  if (!BerthError.is(error)) return false
  const { nativeCode } = error.details
  return nativeCode === 'HANDSHAKE_NO_SSL_SUPPORT' || nativeCode === 'HANDSHAKE_SSL_ERROR'
}

/** Throws `OPTION_INVALID` when the file of certificates cannot be read. */
function tlsOptions({ tls, caFile }: MysqlOptions): NonNullable<WireOptions['ssl']> {
  if (tls !== 'verified') return { rejectUnauthorized: false }
  const ca = readCertificates('mysql', caFile)
  return { rejectUnauthorized: true, verifyIdentity: true, ...(ca === undefined ? {} : { ca }) }
}

function wireOptions({ host, port, database, user, password }: MysqlOptions, ssl: WireOptions['ssl']): WireOptions {
  return {
    host,
    port,
    user,
    password: password.reveal(),
    database,
    charset: 'UTF8MB4_GENERAL_CI',
    rowsAsArray: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    jsonStrings: true,
    decimalNumbers: false,
    multipleStatements: false,
    flags: ['-LOCAL_FILES'],
    connectTimeout: 0,
    maxPreparedStatements,
    ...(ssl === undefined ? {} : { ssl }),
  }
}

function connected(driver: MysqlDriver, options: WireOptions, place: ErrorPlace, signal: AbortSignal): Promise<Wire> {
  if (signal.aborted) return Promise.reject(new BerthError('ABORTED', { call: place.call }))
  return new Promise((resolve, reject) => {
    const wire = driver.createConnection(options)
    const end = (error: BerthError): void => {
      signal.removeEventListener('abort', give)
      wire.destroy()
      wire.stream.destroy()
      reject(error)
    }
    const give = (): void => end(new BerthError('ABORTED', { call: place.call }))
    signal.addEventListener('abort', give, { once: true })
    wire.on('error', (error) => end(mysqlError(error, place)))
    wire.once('connect', () => {
      signal.removeEventListener('abort', give)
      resolve(wire)
    })
  })
}

function run(wire: Wire, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    wire.on('error', reject)
    wire.query({ sql }, (error) => (error === null ? resolve() : reject(error)))
  })
}
