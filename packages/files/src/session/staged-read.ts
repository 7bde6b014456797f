import { setImmediate } from 'node:timers/promises'
import { BerthError, type CursorPlace, decodeCursor, encodeCursor, type Row } from '@berth/core'
import type { Stage, StagedRecord, StagePlace } from './stage.ts'

/** Up to where a read of a stage has come: a record by its order and its rank among those alike. It holds when the files change. */
export interface ReadPlace {
  readonly sortKey: Uint8Array
  readonly rank: number
}

/** A record with its place. */
export type PlacedRecord = StagedRecord & ReadPlace

/**
 * Records of a stage with their places, a few at a time: between two, others may work. They begin at `start`, or behind `after`
 * where there is no start.
 */
export async function* stagedRecords(
  stage: Stage,
  after: ReadPlace | undefined,
  start: Uint8Array | undefined,
  atOnce: number,
  signal: AbortSignal,
): AsyncIterable<readonly PlacedRecord[]> {
  let from: StagePlace | undefined
  if (start !== undefined) from = { sortKey: start, number: -1 }
  else if (after !== undefined) from = stage.placeOf(after.sortKey, after.rank)
  let last = start === undefined ? after : undefined
  while (true) {
    await setImmediate()
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'read' })
    const some: PlacedRecord[] = []
    for (const record of stage.from(from)) {
      const rank: number = last !== undefined && isAlike(last, record) ? last.rank + 1 : 0
      last = { ...record, rank }
      some.push({ ...record, rank })
      if (some.length >= atOnce) break
    }
    if (some.length > 0) yield some
    if (some.length < atOnce) return
    from = some.at(-1)
  }
}

function isAlike(one: { readonly sortKey: Uint8Array }, other: { readonly sortKey: Uint8Array }): boolean {
  return Buffer.compare(one.sortKey, other.sortKey) === 0
}

/** Whether a record stands before a place, or at it. */
export function isUpTo(record: ReadPlace, place: ReadPlace): boolean {
  const order = Buffer.compare(record.sortKey, place.sortKey)
  return order < 0 || (order === 0 && record.rank <= place.rank)
}

/** Writes a place as a cursor; `more` is kept with it. `place` has a name for each value at least. */
export function placeCursor(place: CursorPlace, { sortKey, rank }: ReadPlace, ...more: readonly unknown[]): string {
  const values = [sortKey, rank, ...more]
  return encodeCursor(place, [...values, ...place.order.slice(values.length).map(() => null)])
}

/** Reads it back, with what was kept. Throws `CURSOR_INVALID` and `CURSOR_FOREIGN`. */
export function cursorPlace(place: CursorPlace, cursor: string): ReadPlace & { readonly more: readonly unknown[] } {
  const [sortKey, rank, ...more] = decodeCursor(place, cursor)
  if (!(sortKey instanceof Uint8Array) || typeof rank !== 'number')
    throw new BerthError('CURSOR_INVALID', { resource: place.dataset })
  return { sortKey, rank, more }
}

/** The first cells of a row: those that were asked for. */
export function asked(row: Row, count: number): Row {
  row.length = count
  return row
}
