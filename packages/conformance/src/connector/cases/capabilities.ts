import { type Capabilities, type Session, validateOptions } from '@berth/core'
import { expectThat } from '../../run/expect.ts'
import type { ConformanceCase } from '../case.ts'

const methods = ['describe', 'lookup', 'scan', 'changes', 'apply', 'invoke'] as const satisfies (keyof Capabilities &
  keyof Session)[]

/** What is declared is there, and the other way round. */
export const capabilityCases: readonly ConformanceCase[] = [
  {
    id: 'capabilities/declared-and-present',
    clause: 'CAP-1',
    needs: [],
    run: async ({ connector, target }) => {
      const { signal } = new AbortController()
      const session = await connector.open(validateOptions(connector.manifest, target.options), {
        signal,
        access: 'read',
        datasets: target.datasets?.() ?? {},
      })
      try {
        for (const method of methods) {
          const declared = connector.manifest.capabilities[method] !== undefined
          const present = session[method] !== undefined
          expectThat(
            declared === present,
            `${method} is ${declared ? '' : 'not '}declared and ${present ? '' : 'not '}there`,
          )
        }
        const { changes } = connector.manifest.capabilities
        const noted = changes?.log === true || changes?.outbox === true
        expectThat(
          noted === (session.prepareChanges !== undefined),
          'prepareChanges goes with changes by log or outbox',
        )
      } finally {
        await session[Symbol.asyncDispose]()
      }
    },
  },
  {
    id: 'capabilities/ping',
    clause: 'CAP-1',
    needs: [],
    run: async ({ open }) => {
      const facts = await (await open()).ping()
      expectThat(facts.product !== '', 'ping names no product')
      expectThat(!facts.writable, 'a session opened for reading says that it may write')
    },
  },
]
