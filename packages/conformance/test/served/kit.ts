import type { Connector } from '@berth/core'
import { memoryKit } from '../../../../connectors/memory/test/target.ts'
import type { Target } from '../../src/index.ts'
import { connector } from './connector.ts'
import { serve } from './server.ts'

/** A connector with a line to a store in this process, and the kit's second channel to that. */
export async function servedKit(): Promise<{ readonly connector: Connector; readonly target: Target }> {
  const { connector: memory, target } = memoryKit()
  const password = 'kit'
  const server = await serve(memory, password)
  const host = '127.0.0.1'
  const options = { host, port: server.port, password }
  return {
    connector,
    target: {
      ...target,
      options,
      line: { host, port: server.port, through: (toHost, toPort) => ({ host: toHost, port: toPort }) },
      program: { module: new URL('connector.ts', import.meta.url).href, options },
      connections: async () => server.connections(),
      close: () => server.close(),
    },
  }
}
