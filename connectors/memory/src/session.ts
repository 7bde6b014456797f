import { BerthError, type Dataset, type DescribeRequest, type Session } from '@berth/core'
import { apply } from './apply.ts'
import { changes } from './changes.ts'
import { invoke } from './invoke.ts'
import { logScript } from './log-changes.ts'
import { lookup } from './lookup.ts'
import type { MemoryOptions } from './options.ts'
import { scan } from './scan.ts'
import type { MemoryStore } from './store.ts'

/** One conversation with a store. */
export function openMemory(store: MemoryStore, options: MemoryOptions, access: 'read' | 'write'): Session {
  const { maxCellBytes } = options
  return {
    ping: async () => ({ product: 'memory', clock: new Date().toISOString(), writable: access === 'write' }),
    describe: (request) => describe(store, request),
    lookup: async (request, signal) => {
      refuseAborted(signal, 'lookup')
      return lookup(store, request, maxCellBytes)
    },
    scan: (request, signal) => scan(store, request, signal, maxCellBytes),
    changes: (request, signal) => changes(store, request, signal, maxCellBytes),
    prepareChanges: async (request) => logScript(store, request),
    apply: async (request, signal) => {
      refuseAborted(signal, 'apply')
      return apply(store, request)
    },
    invoke: async (request, signal) => {
      refuseAborted(signal, 'invoke')
      return invoke(store, request)
    },
    [Symbol.asyncDispose]: async () => undefined,
    native: store,
  }
}

async function* describe(store: MemoryStore, { names }: DescribeRequest): AsyncIterable<Dataset> {
  const tables = store.tables.map(({ rows, log: _log, ...dataset }): Dataset => ({ ...dataset, rowCount: rows.length }))
  const procedures = store.operations.map(
    ({ run: _run, ...told }): Dataset => ({ ...told, kind: 'procedure', key: [] }),
  )
  const all = [...tables, ...procedures].filter(({ name }) => names === undefined || names.includes(name))
  yield* all.sort((left, right) => (left.name < right.name ? -1 : 1))
}

function refuseAborted(signal: AbortSignal, call: string): void {
  if (signal.aborted) throw new BerthError('ABORTED', { call })
}
