import { describe, expect, inject, test } from 'vitest'
import { FirebirdServer } from './firebird-server.ts'

/** The Firebird servers as a live test uses them. */
export interface FirebirdServers {
  readonly main: FirebirdServer
  /** Undefined where the server comes from the environment. */
  readonly twoPlugins: FirebirdServer | undefined
}

/**
 * Tests that need a running Firebird. Where there is none they are skipped, counted, and the reason is printed by the
 * test launcher; `setup.ts` has made that a failure in CI.
 */
export function describeFirebird(title: string, body: (servers: FirebirdServers) => void): void {
  const { firebird } = inject('servers')
  const available = !('unavailable' in firebird)
  describe.runIf(available)(available ? title : `${title} (${firebird.unavailable})`, () => {
    if (!available) {
      // One for each suite, so that what is left out is counted.
      test('needs a Firebird server', () => expect.unreachable())
      return
    }
    const { main, twoPlugins } = firebird
    const second = twoPlugins === undefined ? undefined : new FirebirdServer(twoPlugins)
    body({ main: new FirebirdServer(main), twoPlugins: second })
  })
}
