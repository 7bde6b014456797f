import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import type { ConnectorSession, Field, Reject, Row } from '@berth/core'
import type { OutboxBatch } from '../state/state-port.ts'
import type { OutboxTarget } from './outbox-delivery.ts'
import type { RejectedRecord } from './rejects-file.ts'

/** A table of another system that rows are written to. */
export interface TableExit {
  /** Opened for writing. */
  readonly session: ConnectorSession
  readonly dataset: string
  /** The target's columns in the order of the items. */
  readonly fields: readonly Field[]
  /** The columns that name a row uniquely in the target. */
  readonly key: readonly string[]
  /** What batch ids begin with: `<system>/<resource>`. */
  readonly name: string
  readonly signal: AbortSignal | undefined
}

interface TableContent {
  readonly fields: readonly Field[]
  readonly rows: Row[]
}

/**
 * Writes batches through a connector, rows with a known key in place of those that are there. The connector's ledger
 * of batch ids makes a batch that is sent twice one that is applied once (APL-1).
 *
 * A ledger does not tell which rows were refused. So a batch is applied whole or not at all; where rows are refused the
 * others follow under an id that names these, and a batch that is sent again finds the same refusals.
 */
export function tableTarget(exit: TableExit): OutboxTarget<Row[]> {
  const { session, dataset, key, signal } = exit
  const options = signal === undefined ? {} : { signal }
  return {
    encode: (rows) => serialize({ fields: exit.fields, rows } satisfies TableContent),
    async send(batch: OutboxBatch, stream: string): Promise<readonly RejectedRecord[]> {
      const { fields, rows } = deserialize(batch.content) as TableContent
      const refused = new Map<number, Reject>()
      while (refused.size < rows.length) {
        const places = [...rows.keys()].filter((place) => !refused.has(place))
        const request = {
          dataset,
          fields,
          rows: places.map((place) => rows[place] as Row),
          key,
          mode: 'upsert',
          batch: `${exit.name}/${stream}/${batch.number}${without(refused)}`,
          onReject: 'abort',
        } as const
        const { rejects } = await session.apply(request, options)
        if (rejects.length === 0) break
        for (const reject of rejects) refused.set(places[reject.row] as number, reject)
      }
      const places = [...refused.keys()].sort((one, other) => one - other)
      return places.map((place) => rejectedRecord(batch.number, place, refused.get(place) as Reject))
    },
  }
}

/** Tells apart what is left of a batch by the rows that are left out. */
function without(refused: ReadonlyMap<number, Reject>): string {
  if (refused.size === 0) return ''
  const places = [...refused.keys()].sort((one, other) => one - other)
  return `-${createHash('sha256').update(places.join()).digest('hex').slice(0, 16)}`
}

function rejectedRecord(batch: number, place: number, { column, code, nativeCode }: Reject): RejectedRecord {
  return {
    row: place + 1,
    batch,
    code,
    ...(column === undefined ? {} : { column }),
    ...(nativeCode === undefined ? {} : { nativeCode }),
  }
}
