import type { Connector } from '@berth/core'
import { honest, register } from './register.ts'

const places = new Map<string, string>()

/** Remembers itself how far it has read, as soon as it has read it: what the target had not stored yet is never read again. */
export const connector: Connector = register({
  ...honest,
  begin: ({ dataset, after }) => (after === undefined ? undefined : (places.get(dataset) ?? after)),
  yielded: ({ dataset }, cursor) => void places.set(dataset, cursor),
})
