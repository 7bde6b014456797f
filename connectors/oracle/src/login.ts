import { BerthError } from '@berth/core'
import { connectWatched, type LibraryLine, SocketWatch } from '@berth/sql/oracle-family'
import type { ExecuteResult, NativeConnection, OracleDriver } from './driver.ts'
import { oracleError } from './errors.ts'
import { oracleLine } from './line.ts'
import type { OracleOptions } from './options.ts'

/**
 * Connects and logs in, within a deadline of our own. No socket stays behind, also not the one that the driver forgets
 * when the server is too old (oracle/node-oracledb#1764).
 */
export async function logIn(
  driver: OracleDriver,
  options: OracleOptions,
  signal: AbortSignal,
): Promise<{ readonly line: LibraryLine<ExecuteResult>; readonly native: NativeConnection }> {
  const { host, port, loginTimeoutMs: timeoutMs } = options
  const database = options.service ?? options.sid ?? options.connectString
  if (database === undefined) {
    const problem = 'one of service, sid and connectString is needed'
    throw new BerthError('OPTION_INVALID', { connector: 'oracle', option: 'service', problem })
  }
  const place = { host, port, database, timeoutMs }
  const toError = (error: unknown): BerthError => oracleError(error, { ...place, call: 'connect' })
  if (options.thick !== undefined) {
    try {
      driver.initOracleClient({ libDir: options.thick })
    } catch (error) {
      throw toError(error)
    }
  }
  const watch = new SocketWatch()
  const native = await connectWatched<NativeConnection>({
    watch,
    place,
    signal,
    toError,
    connect: () => driver.getConnection(attributes(options)),
    abandon: (late) => void late.close().catch(() => undefined),
  })
  return { line: oracleLine(driver, native, watch, place), native }
}

function attributes(options: OracleOptions): Parameters<OracleDriver['getConnection']>[0] {
  const { user, password, walletLocation, walletPassword, loginTimeoutMs } = options
  const seconds = Math.ceil(loginTimeoutMs / 1000)
  return {
    user,
    password: password.reveal(),
    connectString: options.connectString ?? descriptor(options),
    connectTimeout: seconds,
    transportConnectTimeout: seconds,
    ...(walletLocation === undefined ? {} : { walletLocation }),
    ...(walletPassword === undefined ? {} : { walletPassword: walletPassword.reveal() }),
  }
}

/** Parentheses and signs of the descriptor's own language are refused rather than understood. */
function descriptor({ host, port, service, sid, protocol }: OracleOptions): string {
  const clean = (option: string, value: string): string => {
    if (/^[\w.$#:-]+$/.test(value)) return value
    throw new BerthError('OPTION_INVALID', {
      connector: 'oracle',
      option,
      problem: 'letters, digits and . $ # : - _ are expected',
    })
  }
  const data = service === undefined ? `SID=${clean('sid', sid ?? '')}` : `SERVICE_NAME=${clean('service', service)}`
  return `(DESCRIPTION=(ADDRESS=(PROTOCOL=${protocol})(HOST=${clean('host', host)})(PORT=${port}))(CONNECT_DATA=(${data})))`
}
