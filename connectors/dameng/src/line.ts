import { BerthError } from '@berth/core'
import type { ErrorPlace } from '@berth/sql'
import { connectWatched, LibraryLine, SocketWatch } from '@berth/sql/oracle-family'
import type { DamengDriver, ExecuteResult, NativeConnection } from './driver.ts'
import { damengError } from './errors.ts'
import type { DamengOptions } from './options.ts'

/**
 * Connects and logs in, within a deadline of our own: the library's ends with the socket, and behind it the library waits
 * for ever on a server that hangs, babbles or is gone. No socket stays behind.
 */
export async function logIn(
  driver: DamengDriver,
  options: DamengOptions,
  signal: AbortSignal,
): Promise<{ readonly line: LibraryLine<ExecuteResult>; readonly native: NativeConnection }> {
  const { host, port, user, password, schema, sslPath, loginTimeoutMs: timeoutMs } = options
  const place = { host, port, database: schema ?? user, timeoutMs }
  const watch = new SocketWatch()
  const native = await connectWatched<NativeConnection>({
    watch,
    place,
    signal,
    toError: (error) => damengError(error, { ...place, call: 'connect' }),
    connect: () =>
      driver.getConnection({
        connectString: `${host.includes(':') ? `[${host}]` : host}:${port}`,
        user,
        password: password.reveal(),
        ...(schema === undefined ? {} : { schema }),
        ...(sslPath === undefined ? {} : { sslPath }),
        autoCommit: false,
        maxRows: 0,
        connectTimeout: timeoutMs,
        language: 'EN',
        appName: 'berth',
      }),
    abandon: (late) => void late.close().catch(() => undefined),
  })
  return { line: damengLine(driver, native, watch, place), native }
}

const savepoint = 'SAVEPOINT BERTH_MANY'

function damengLine(
  driver: DamengDriver,
  native: NativeConnection,
  watch: SocketWatch,
  place: Omit<ErrorPlace, 'call'>,
): LibraryLine<ExecuteResult> {
  const options = {
    autoCommit: false,
    outFormat: driver.OUT_FORMAT_ARRAY,
    resultSet: true,
    extendedMetaData: true,
  } as const
  const outputTypes: Readonly<Record<string, number>> = { binary: driver.BUFFER, double: driver.NUMBER }
  const toError = (error: unknown, call: string): BerthError => damengError(error, { ...place, call })
  return new LibraryLine<ExecuteResult>(native, watch, {
    bind: (cell) => cell,
    output: (output) => {
      const type = output === 'cursor' ? driver.CURSOR : (outputTypes[output.column.type.name] ?? driver.STRING)
      return { dir: driver.BIND_OUT, type }
    },
    options: () => options,
    isLong: ({ metaData = [] }) => metaData.some(({ dbTypeName }) => /LOB|TEXT|IMAGE|LONG/i.test(dbTypeName ?? '')),
    // The library tells refused rows without their place, so that none may stay.
    executeMany: async (text, rows) => {
      await native.execute(savepoint, [], options)
      try {
        await native.executeMany(
          text,
          rows.map((row) => [...row]),
          { autoCommit: false },
        )
      } catch (error) {
        const refused = toError(error, 'write')
        if (refused.action === 'skip') await native.execute(`ROLLBACK TO ${savepoint}`, [], options)
        throw refused
      }
      return []
    },
    // The library gives the rows of a cursor without saying what their columns are.
    cursorColumns: () => {
      throw new BerthError('NOT_SUPPORTED', { connector: 'dameng', capability: 'invoke: a cursor as output' })
    },
    // The library has no way to stop a statement: the server stops when the line is gone.
    cancel: async () => watch.destroy(),
    toError,
  })
}
