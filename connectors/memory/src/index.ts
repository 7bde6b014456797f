import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import type { MemoryOperation } from './operation.ts'
import type { MemoryOptions } from './options.ts'
import { openMemory } from './session.ts'
import { MemoryStore, type MemoryTable } from './store.ts'

/**
 * A connector over datasets in memory: the reference that the conformance kit is tried on, and a source for examples.
 * The tables and operations stay the caller's: rows put into them are read, rows applied appear in them.
 */
export function memory(tables: readonly MemoryTable[], operations: readonly MemoryOperation[] = []): Connector {
  const store = new MemoryStore(tables, operations)
  return defineConnector<MemoryOptions>({
    manifest,
    open: async (options, { access }) => openMemory(store, options, access),
  }) as Connector
}

/** The connector over no datasets at all, for loading by package name. */
export const connector: Connector = memory([])

export { MemoryLog } from './log.ts'
export { manifest } from './manifest.ts'
export type { MemoryOperation } from './operation.ts'
export type { MemoryOptions } from './options.ts'
export type { MemoryTable } from './store.ts'
