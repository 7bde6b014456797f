import type { ConnectorSession, Field } from '@berth/core'
import type { Item } from '@berth/manifest'
import type { DeliveryStart } from '../deliver/delivery.ts'
import type { RejectedRow } from '../plan/plan.ts'
import { planColumns } from '../plan/plan-columns.ts'
import type { Snapshot } from '../snapshot/open-snapshot.ts'
import { cursorPlace, placeCursor, type SnapshotPlace } from '../snapshot/snapshot-place.ts'
import { KeyPlan } from './key-plan.ts'
import { type ChangedRow, SnapshotComparison } from './snapshot-comparison.ts'
import type { ExchangeSource, SourceBatch } from './source-batch.ts'
import type { SourceReading } from './source-reading.ts'

/** How a comparison is done. */
export interface SnapshotReading extends SourceReading {
  /** What rows become at the target, beside their items: where this changes, all are told again. */
  readonly target: unknown
  /** The exit has a batch when it took it; otherwise only when all is finished. */
  readonly acknowledges: 'batch' | 'end'
}

const settleAfter = 10_000

/**
 * Reads a table that tells nothing of its changes: all of it, each time, and compares it with what the target was told.
 * Rows that are gone are told when everything was read in one go, and only then: a read that ended early, or one that went
 * on behind a stop, says nothing about rows that it did not see (CHG-2).
 */
export class SnapshotSource implements ExchangeSource {
  readonly #session: ConnectorSession
  readonly #snapshot: Snapshot
  readonly #reading: SnapshotReading
  #comparison: SnapshotComparison | undefined
  #place: SnapshotPlace = { store: '', run: 0, batch: 0 }
  #changed: readonly ChangedRow[] = []
  #gone: readonly number[] = []
  #kept = 0

  constructor(session: ConnectorSession, snapshot: Snapshot, reading: SnapshotReading) {
    this.#session = session
    this.#snapshot = snapshot
    this.#reading = reading
  }

  async *read({ after, refused = [] }: DeliveryStart): AsyncIterable<SourceBatch> {
    const { resource, given, key, batchRows, signal, target, dryRun } = this.#reading
    const { store } = this.#snapshot
    const place = after === undefined ? undefined : cursorPlace(after, resource.id)
    if (dryRun) await store.look(place, resource.id)
    else this.#place = await store.begin(place, refused, resource.id)
    const keys = new KeyPlan(key)
    const comparison = new SnapshotComparison(this.#snapshot, keys, key, meaningOf(given, target))
    this.#comparison = comparison
    const { dataset } = resource.from
    const request = { dataset, columns: planColumns(given), batchRows, key: resource.from.key }
    const options = signal === undefined ? {} : { signal }
    let fields: readonly Field[] = []
    let unreadableRows = 0
    for await (const { rows, unreadable = [], ...batch } of this.#session.scan(request, options)) {
      fields = batch.fields
      unreadableRows += unreadable.length
      const { changed, rejects, warnings } = comparison.compare(fields, rows)
      const places = changed.map(({ index }) => index)
      yield this.#next(
        {
          fields,
          rows: places.map((index) => rows[index] ?? []),
          places,
          deletes: [],
          read: rows.length + unreadable.length,
          unreadable,
          rejects,
          warnings,
        },
        changed,
        [],
      )
    }
    if (unreadableRows > 0 && comparison.anyGone()) await this.#noteKeys(comparison)
    for (const gone of comparison.anyGone() ? comparison.gone(batchRows) : []) {
      const deletes = gone.map((row) => row.key)
      const entries = gone.map((row) => row.entry)
      yield this.#next({ fields, rows: [], deletes, read: 0, unreadable: [], rejects: [], warnings: [] }, [], entries)
    }
    if (!dryRun) await store.sync()
  }

  async planned(rejects: readonly RejectedRow[]): Promise<void> {
    const { acknowledges, dryRun } = this.#reading
    const changes = this.#comparison?.changes(this.#changed, rejects) ?? []
    const first = changes.filter(({ place }) => place >= 0).length
    changes.push(...this.#gone.map((entry, index) => ({ place: first + index, entry, digest: null })))
    if (dryRun || changes.length === 0) return
    this.#snapshot.store.keep(this.#place.batch, changes)
    this.#kept += changes.length
    if (acknowledges === 'batch') await this.#snapshot.store.sync()
  }

  async delivered(refused: readonly number[]): Promise<void> {
    if (this.#reading.dryRun || this.#reading.acknowledges === 'end') return
    this.#snapshot.store.refuse(this.#place, refused)
    if (this.#kept < settleAfter) return
    this.#kept = 0
    await this.#snapshot.store.settle(this.#place)
  }

  async finished(): Promise<void> {
    if (!this.#reading.dryRun && this.#place.run > 0) await this.#snapshot.store.settle(this.#place)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#session[Symbol.asyncDispose]()
    } finally {
      await this.#snapshot[Symbol.asyncDispose]()
    }
  }

  #next(batch: SourceBatch, changed: readonly ChangedRow[], gone: readonly number[]): SourceBatch {
    this.#changed = changed
    this.#gone = gone
    this.#place = { ...this.#place, batch: this.#place.batch + 1 }
    return { ...batch, cursor: placeCursor(this.#place) }
  }

  /** A row that cannot be read is there all the same: its key is among the keys alone. */
  async #noteKeys(comparison: SnapshotComparison): Promise<void> {
    const { resource, key, batchRows, signal } = this.#reading
    const request = { dataset: resource.from.dataset, columns: planColumns(key), batchRows, key: resource.from.key }
    for await (const { fields, rows, unreadable } of this.#session.scan(
      request,
      signal === undefined ? {} : { signal },
    )) {
      const [bad] = unreadable ?? []
      if (bad !== undefined) throw bad.error
      comparison.note(fields, rows)
    }
  }
}

/** What cells come to: where an item is read in another way, its rows are told again. */
function meaningOf(given: readonly Item[], target: unknown): string {
  const items = given.map(({ id, from, type, element, required, trim, charset, format, codes, onInvalid }) => [
    id,
    from,
    type,
    element,
    required,
    trim,
    charset,
    format,
    codes,
    onInvalid,
  ])
  return JSON.stringify([items, target])
}
