import { BerthError, type Cursor } from '@berth/core'

/** Up to where a store's changes hold: what the target has acknowledged. */
export interface SnapshotPlace {
  /** The random name of the store. */
  readonly store: string
  /** The comparison, counted from 1. */
  readonly run: number
  /** The last batch of it, counted from 1. */
  readonly batch: number
}

/** Cursors of comparisons are the agent's own; the state seals them as it does all. */
export function placeCursor({ store, run, batch }: SnapshotPlace): Cursor {
  return JSON.stringify([store, run, batch])
}

/** Throws `CURSOR_INVALID`. */
export function cursorPlace(cursor: Cursor, resource: string): SnapshotPlace {
  try {
    const [store, run, batch] = JSON.parse(cursor) as unknown[]
    if (typeof store === 'string' && typeof run === 'number' && typeof batch === 'number') return { store, run, batch }
  } catch (cause) {
    throw new BerthError('CURSOR_INVALID', { resource }, { cause })
  }
  throw new BerthError('CURSOR_INVALID', { resource })
}
