import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import { openMemory } from './session.ts'
import { MemoryStore, type MemoryTable } from './store.ts'

/**
 * A connector over datasets in memory: the reference that the conformance kit is tried on, and a source for examples.
 * The tables stay the caller's: rows put into them are read, rows applied appear in them.
 */
export function memory(tables: readonly MemoryTable[]): Connector {
  const store = new MemoryStore(tables)
  return defineConnector({ manifest, open: async (_options, { access }) => openMemory(store, access) })
}

/** The connector over no datasets at all, for loading by package name. */
export const connector: Connector = memory([])

export { manifest } from './manifest.ts'
export type { MemoryTable } from './store.ts'
