import driver from 'node-firebird'
import type { FirebirdServer } from '../../../test/servers/firebird-server.ts'
import type { FirebirdDriver, Wire } from '../src/driver.ts'

/** The driver without the connector, to show what the connector guards against. */
export interface BareAttachment {
  query(text: string, parameters?: readonly unknown[]): Promise<unknown[]>
  close(): Promise<void>
}

/** What became of an attempt to attach with the driver alone. */
export type BareOutcome = 'attached' | 'refused' | 'hangs'

interface BareDatabase {
  query(
    text: string,
    parameters: readonly unknown[],
    callback: (error: unknown, rows: unknown[]) => void,
    options?: object,
  ): void
}

/** Attaches with the driver alone; waits a second for an outcome. */
export async function attemptBare(
  server: FirebirdServer,
  file: string,
  options: Readonly<Record<string, unknown>>,
): Promise<BareOutcome> {
  const { host, port } = server.data
  let wire: Wire | undefined
  const outcome = await new Promise<BareOutcome>((resolve) => {
    const timer = setTimeout(() => resolve('hangs'), 1000)
    const bare = driver as unknown as FirebirdDriver
    bare.attach({ host, port, database: file, isPool: true, ...options } as never, (error) => {
      clearTimeout(timer)
      resolve(error === undefined || error === null ? 'attached' : 'refused')
    })
    wire = bare.connection
  })
  wire?._socket.destroy()
  return outcome
}

/** An attachment of the driver alone. */
export async function attachBare(
  server: FirebirdServer,
  file: string,
  options: Readonly<Record<string, unknown>> = {},
): Promise<BareAttachment> {
  const { host, port, user, password } = server.data
  const bare = driver as unknown as FirebirdDriver
  const database = await new Promise<unknown>((resolve, reject) => {
    const settings = { host, port, user, password, database: file, isPool: true, encoding: 'UTF8', ...options }
    bare.attach(settings as never, (error, attached) =>
      error === undefined || error === null ? resolve(attached) : reject(error),
    )
  })
  const wire = bare.connection
  return {
    query: (text, parameters = []) =>
      new Promise((resolve, reject) => {
        ;(database as BareDatabase).query(text, parameters, (error, rows) =>
          error === undefined || error === null ? resolve(rows) : reject(error),
        )
      }),
    close: async () => {
      wire._socket.destroy()
    },
  }
}
