import type { ConnectionOptions } from 'node:tls'
import { BerthError, type ConnectContext } from '@berth/core'
import { readCertificates } from '@berth/sql'
import type { PostgresClient, PostgresDriver } from './driver.ts'
import { isAnswer, postgresError } from './errors.ts'
import { Line } from './line.ts'
import type { PostgresOptions } from './options.ts'
import { watchAnswers } from './wire-guard.ts'

/**
 * Connects and logs in. Ends when the signal does, and leaves no socket behind then. With `preferred` a server that offers no
 * encryption, or none that Node.js still speaks, is asked again without.
 *
 * Rejects with `HOST_UNKNOWN`, `CONNECT_REFUSED`, `AUTH_FAILED`, `LOGIN_UNSUPPORTED`, `DATABASE_MISSING`,
 * `PROTOCOL_ERROR`, `OPTION_INVALID` for what TLS needs, or what else the server says.
 */
export async function logIn(
  driver: PostgresDriver,
  options: PostgresOptions,
  { signal }: Pick<ConnectContext, 'signal'>,
): Promise<Line> {
  const ssl = tlsOptions(options)
  try {
    return await connected(driver, options, ssl, signal)
  } catch (error) {
    const isWithoutTls = BerthError.is(error) && error.details['option'] === 'tls'
    if (options.tls !== 'preferred' || !isWithoutTls) throw error
    return await connected(driver, options, false, signal)
  }
}

async function connected(
  driver: PostgresDriver,
  options: PostgresOptions,
  ssl: false | ConnectionOptions,
  signal: AbortSignal,
): Promise<Line> {
  const { host, port, database, user, statementTimeoutMs } = options
  const password = options.password.reveal()
  if (signal.aborted) throw new BerthError('ABORTED', { call: 'connect' })
  // As a function, for an empty password the driver would look for another one in the environment and in files.
  const config = {
    host,
    port,
    database,
    user,
    password: () => password,
    ssl,
    application_name: 'berth',
    keepAlive: true,
  }
  const client: PostgresClient = new driver.Client(config)
  const line = new Line(client, { host, port, database, timeoutMs: statementTimeoutMs })
  watchAnswers(client.connection, password, (error) => line.destroy(error))
  if (ssl !== false) watchTlsAnswer(client, line)
  const onAbort = (): void => void line.destroy(new BerthError('ABORTED', { call: 'connect' }))
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await client.connect()
    return line
  } catch (error) {
    throw line.destroy(tlsProblem(error) ?? postgresError(error, { call: 'connect', host, port, database }))
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function tlsOptions({ tls, caFile, host }: PostgresOptions): false | ConnectionOptions {
  if (tls === 'disabled') return false
  if (tls !== 'verified') return { rejectUnauthorized: false }
  const ca = readCertificates('postgres', caFile)
  return { rejectUnauthorized: true, host, ...(ca === undefined ? {} : { ca }) }
}

const [offered, notOffered, refused] = [0x53, 0x4e, 0x45]

/** The server says in one byte whether it knows TLS; the driver tells that only in words. */
function watchTlsAnswer(client: PostgresClient, line: Line): void {
  client.connection.stream.once('data', (answer: Buffer) => {
    const [said] = answer
    if (said === notOffered || said === refused) line.destroy(invalid('tls', 'the server offers no encryption'))
    else if (said !== offered) line.destroy(new BerthError('PROTOCOL_ERROR', { nativeCode: 'SSLRequest' }))
  })
}

/** A certificate that is not right has a code of Node.js and no answer of the server. */
function tlsProblem(error: unknown): BerthError | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  const isTls = !isAnswer(error) && /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code)
  return isTls ? invalid('tls', code, error) : undefined
}

function invalid(option: string, problem: string, cause?: unknown): BerthError {
  return new BerthError('OPTION_INVALID', { connector: 'postgres', option, problem }, { cause })
}
