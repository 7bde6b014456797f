import { BerthError, type Dataset, type DescribeRequest, type Session } from '@berth/core'
import { apply } from './apply.ts'
import { changes } from './changes.ts'
import { lookup } from './lookup.ts'
import { scan } from './scan.ts'
import type { MemoryStore } from './store.ts'

/** One conversation with a store. */
export function openMemory(store: MemoryStore, access: 'read' | 'write'): Session {
  return {
    ping: async () => ({ product: 'memory', clock: new Date().toISOString(), writable: access === 'write' }),
    describe: (request) => describe(store, request),
    lookup: async (request, signal) => {
      refuseAborted(signal, 'lookup')
      return lookup(store, request)
    },
    scan: (request, signal) => scan(store, request, signal),
    changes: (request, signal) => changes(store, request, signal),
    apply: async (request, signal) => {
      refuseAborted(signal, 'apply')
      return apply(store, request)
    },
    [Symbol.asyncDispose]: async () => undefined,
    native: store,
  }
}

async function* describe(store: MemoryStore, { names }: DescribeRequest): AsyncIterable<Dataset> {
  const tables = store.tables.filter(({ name }) => names === undefined || names.includes(name))
  for (const { rows: _rows, ...dataset } of tables.sort((left, right) => (left.name < right.name ? -1 : 1)))
    yield dataset
}

function refuseAborted(signal: AbortSignal, call: string): void {
  if (signal.aborted) throw new BerthError('ABORTED', { call })
}
