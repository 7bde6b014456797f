import { deserialize, serialize } from 'node:v8'
import type { ConnectorSession, Field, Row } from '@berth/core'
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
 */
export function tableTarget(exit: TableExit): OutboxTarget<Row[]> {
  const { session, dataset, key, signal } = exit
  return {
    encode: (rows) => serialize({ fields: exit.fields, rows } satisfies TableContent),
    async send(batch: OutboxBatch, stream: string): Promise<readonly RejectedRecord[]> {
      const { fields, rows } = deserialize(batch.content) as TableContent
      const id = `${exit.name}/${stream}/${batch.number}`
      const request = { dataset, fields, rows, key, mode: 'upsert', batch: id, onReject: 'skip' } as const
      const { rejects } = await session.apply(request, signal === undefined ? {} : { signal })
      return rejects.map(({ row, column, code, nativeCode }) => ({
        row: row + 1,
        batch: batch.number,
        code,
        ...(column === undefined ? {} : { column }),
        ...(nativeCode === undefined ? {} : { nativeCode }),
      }))
    },
  }
}
