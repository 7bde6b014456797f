import type { ChangeBatch, ConnectorSession, Cursor, RowBatch } from '@berth/core'
import type { DeliveryStart } from '../deliver/delivery.ts'
import { planColumns } from '../plan/plan-columns.ts'
import { keyText } from '../snapshot/key-text.ts'
import { detectionOf } from './exchange-source.ts'
import { KeyPlan } from './key-plan.ts'
import type { ExchangeSource, SourceBatch } from './source-batch.ts'
import type { SourceReading } from './source-reading.ts'

/** Reads everything, or what the source itself says has changed. */
export class ChangeSource implements ExchangeSource {
  readonly #session: ConnectorSession
  readonly #reading: SourceReading
  readonly #keys: KeyPlan
  #upTo: Cursor | undefined

  constructor(session: ConnectorSession, reading: SourceReading) {
    this.#session = session
    this.#reading = reading
    this.#keys = new KeyPlan(reading.key)
  }

  async *read({ after }: DeliveryStart): AsyncIterable<SourceBatch> {
    const { resource, given, batchRows, signal } = this.#reading
    const { dataset, key } = resource.from
    const request = { dataset, columns: planColumns(given), batchRows, ...(after === undefined ? {} : { after }) }
    const options = signal === undefined ? {} : { signal }
    const by = detectionOf(resource)
    if (by === undefined) {
      const scanned = this.#session.scan(key.length === 0 ? request : { ...request, key }, options)
      for await (const batch of scanned) yield upserts(batch)
      return
    }
    this.#upTo = after
    for await (const batch of this.#session.changes({ ...request, by }, options)) {
      this.#upTo = batch.cursor
      yield batch.kinds?.includes('delete') === true ? this.#apart(batch, batch.kinds) : upserts(batch)
    }
  }

  planned(): Promise<void> {
    return Promise.resolve()
  }

  delivered(): Promise<void> {
    return Promise.resolve()
  }

  async finished(): Promise<void> {
    const { resource, signal, dryRun } = this.#reading
    const by = detectionOf(resource)
    if (dryRun || by === undefined || this.#upTo === undefined) return
    const { dataset } = resource.from
    await this.#session.acknowledge({ dataset, by, upTo: this.#upTo }, signal === undefined ? {} : { signal })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#session[Symbol.asyncDispose]()
  }

  /** Sorts deletes from upserts. Of what happened to one row the last holds: an exit does not keep the order. */
  #apart(batch: ChangeBatch, kinds: NonNullable<ChangeBatch['kinds']>): SourceBatch {
    const { fields, rows } = batch
    const { keys, rejects, warnings } = this.#keys.run(fields, rows)
    const last = new Map<string, number>()
    for (const [index, key] of keys.entries()) if (key !== undefined) last.set(keyText(key), index)
    const holding = new Set(last.values())
    const places = [...rows.keys()].filter((index) => kinds[index] === 'upsert' && holding.has(index))
    const gone = [...rows.keys()].filter((index) => kinds[index] === 'delete' && holding.has(index))
    return {
      ...upserts(batch),
      rows: places.map((index) => rows[index] ?? []),
      places,
      deletes: gone.map((index) => keys[index] ?? []),
      deletePlaces: gone,
      rejects: rejects.map((row) => (kinds[row.row] === 'delete' ? { ...row, change: 'delete' } : row)),
      warnings,
    }
  }
}

const none: readonly never[] = []

function upserts({ fields, rows, unreadable = none, cursor }: RowBatch): SourceBatch {
  return {
    fields,
    rows,
    deletes: none,
    read: rows.length + unreadable.length,
    unreadable,
    rejects: none,
    warnings: none,
    ...(cursor === undefined ? {} : { cursor }),
  }
}
