import { BerthError, type ConnectContext } from '@berth/core'
import { type ErrorPlace, readCertificates } from '@berth/sql'
import type { DriverConfig, DriverConnection, MssqlDriver } from './driver.ts'
import { mssqlError } from './errors.ts'
import type { MssqlOptions } from './options.ts'

/** How long a server may take to confirm that it stopped a statement; then the line is cut. */
export const cancelMs = 5000

const defaultPort = 1433

/** Where SQL Server Browser answers which port an instance has. */
const browserPort = 1434

/** What errors of this connection name. */
export function placeOf(options: MssqlOptions): Omit<ErrorPlace, 'call'> {
  const { host, port, instance, database, loginTimeoutMs } = options
  const asked = instance === undefined ? defaultPort : browserPort
  return { host, port: port ?? asked, database, timeoutMs: loginTimeoutMs }
}

/** Connects and logs in. Whatever was opened on the way is closed again, also on an abort. */
export async function logIn(
  driver: MssqlDriver,
  options: MssqlOptions,
  { signal }: Pick<ConnectContext, 'signal'>,
): Promise<DriverConnection> {
  if (signal.aborted) throw new BerthError('ABORTED', { call: 'open' })
  const native = new driver.Connection(configOf(options))
  // A line that dies between two calls has nobody else to tell.
  native.on('error', () => undefined)
  let refused: { readonly number: number } | undefined
  native.on('errorMessage', (token) => {
    refused ??= token
  })
  const close = (): void => native.close()
  signal.addEventListener('abort', close, { once: true })
  try {
    await new Promise<void>((resolve, reject) => {
      native.connect((error) => (error === undefined || error === null ? resolve() : reject(error)))
    })
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'open' })
    return native
  } catch (error) {
    const reached = native.socket !== undefined
    native.close()
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'open' }, { cause: error })
    throw loginError(error, refused, reached, placeOf(options))
  } finally {
    signal.removeEventListener('abort', close)
  }
}

function loginError(
  error: unknown,
  refused: { readonly number: number } | undefined,
  reached: boolean,
  place: Omit<ErrorPlace, 'call'>,
): BerthError {
  if (refused !== undefined)
    return mssqlError(Object.assign(new Error('refused', { cause: error }), refused), { ...place, call: 'open' })
  if (error instanceof Error && 'code' in error && error.code === 'ETIMEOUT')
    return new BerthError(reached ? 'LOGIN_STALLED' : 'CONNECT_TIMEOUT', { ...place }, { cause: error })
  return mssqlError(error, { ...place, call: 'open' })
}

function configOf(options: MssqlOptions): DriverConfig {
  const { host, port, instance, database, domain, tls } = options
  const ca = readCertificates('mssql', options.caFile)
  const login = { userName: options.user, password: options.password.reveal() }
  return {
    server: host,
    authentication:
      domain === undefined ? { type: 'default', options: login } : { type: 'ntlm', options: { ...login, domain } },
    options: {
      ...(instance === undefined || port !== undefined ? { port: port ?? defaultPort } : { instanceName: instance }),
      database,
      appName: 'Berth',
      encrypt: tls === 'strict' ? 'strict' : tls !== 'disabled',
      trustServerCertificate: tls === 'required',
      cryptoCredentialsDetails: {
        ...(ca === undefined ? {} : { ca }),
        ...(options.oldTls ? { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
      },
      readOnlyIntent: options.readOnlyIntent,
      connectTimeout: options.loginTimeoutMs,
      requestTimeout: options.statementTimeoutMs,
      cancelTimeout: cancelMs,
      // Retrying is not the driver's decision.
      maxRetriesOnTransientErrors: 0,
      packetSize: 16_384,
      useUTC: true,
      abortTransactionOnError: false,
    },
  }
}
