import { describe, expect, inject, test } from 'vitest'
import { FirebirdServer } from './firebird-server.ts'
import { MariadbServer } from './mariadb-server.ts'
import { PostgresServer } from './postgres-server.ts'
import type { LiveServers, ServerData, ServerName } from './setup.ts'

/**
 * Tests that need a running server. Where there is none they are skipped, counted, and the reason is printed by the
 * test launcher; `setup.ts` has made that a failure in CI.
 */
export function describeServer<Name extends ServerName>(
  name: Name,
  title: string,
  body: (data: ServerData<Name>) => void,
): void {
  const server: LiveServers[Name] = inject('servers')[name]
  if (isUnavailable(server)) {
    describe.runIf(false)(`${title} (${server.unavailable})`, () => {
      // One for each suite, so that what is left out is counted.
      test(`needs ${name}`, () => expect.unreachable())
    })
    return
  }
  describe(title, () => body(server as ServerData<Name>))
}

function isUnavailable(server: object): server is { readonly unavailable: string } {
  return 'unavailable' in server
}

/** The Firebird servers as a live test uses them. */
export interface FirebirdServers {
  readonly main: FirebirdServer
  /** Undefined where the server comes from the environment. */
  readonly twoPlugins: FirebirdServer | undefined
}

/** Tests that need a running Firebird. */
export function describeFirebird(title: string, body: (servers: FirebirdServers) => void): void {
  describeServer('firebird', title, ({ main, twoPlugins }) => {
    const second = twoPlugins === undefined ? undefined : new FirebirdServer(twoPlugins)
    body({ main: new FirebirdServer(main), twoPlugins: second })
  })
}

/** Tests that need a running PostgreSQL. */
export function describePostgres(title: string, body: (server: PostgresServer) => void): void {
  describeServer('postgres', title, ({ main }) => body(new PostgresServer(main)))
}

/** Tests that need a running MariaDB, or a MySQL in its place. */
export function describeMariadb(title: string, body: (server: MariadbServer) => void): void {
  describeServer('mariadb', title, (data) => body(new MariadbServer(data)))
}
