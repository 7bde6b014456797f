import { createHash } from 'node:crypto'
import { BerthError } from '@berth/core'
import type { PublishedResource } from '@berth/manifest'
import { type CatalogueEntry, catalogueEntry } from '../catalogue/catalogue-entry.ts'
import type { PlatformContext } from '../platform-context.ts'
import { appendReceipt, type ReceiptReference } from '../receipts/append-receipt.ts'
import { recordRefusal } from '../receipts/record-refusal.ts'
import type { Queryable } from '../store/store.ts'
import { checkBatch } from './check-batch.ts'

/** A batch as it arrived. */
export interface IncomingBatch {
  readonly system: string
  readonly resource: string
  readonly stream: string
  /** From 1. */
  readonly number: number
  /** As the sender counted them. */
  readonly rows: number
  readonly content: Uint8Array
}

/** What the sender is answered. */
export interface ReceivedBatch {
  readonly number: number
  readonly repeated: boolean
  /** Of the first time it came. */
  readonly receipt: ReceiptReference
}

/**
 * Takes in a batch, once: bytes, count and receipt in one transaction. What was taken in before is answered `repeated`,
 * also after the resource was withdrawn.
 *
 * Errors, each with a receipt: `BATCH_CONFLICT`, `BATCH_OUT_OF_ORDER`, `BATCH_REFUSED`, `RESOURCE_UNKNOWN`,
 * `MODE_NOT_OFFERED`.
 */
export async function receiveBatch(context: PlatformContext, batch: IncomingBatch): Promise<ReceivedBatch> {
  const digest = createHash('sha256').update(batch.content).digest('hex')
  const name = `${batch.stream}/${batch.number}`
  const entry = await catalogueEntry(context.store, batch.system, batch.resource)
  const facts = {
    resource: `${batch.system}/${batch.resource}`,
    journey: 'exchange' as const,
    consumer: context.key.id,
    reference: name,
    manifest: entry?.manifest ?? '',
  }
  return recordRefusal(
    context,
    () => facts,
    async () => {
      const known = await repeated(context.store, batch, digest)
      if (known !== undefined) return known
      const resource = receivingResource(entry, facts.resource)
      const { text, rows, items } = checkBatch(name, batch.content, batch.rows, resource.items)
      return context.store.transaction(async (transaction) => {
        const last = await lockStream(transaction, batch)
        if (batch.number <= last) {
          const other = await repeated(transaction, batch, digest)
          if (other !== undefined) return other
        }
        if (batch.number !== last + 1) {
          throw new BerthError('BATCH_OUT_OF_ORDER', { expected: last + 1, received: batch.number })
        }
        const at = new Date(context.now())
        const receipt = await appendReceipt(transaction, {
          ...facts,
          at: at.toISOString(),
          outcome: 'delivered',
          items: resource.items.map((item) => item.id).filter((id) => items.has(id)),
          withheld: [],
          rows,
          digest,
        })
        await transaction.query(
          `insert into batches (system, resource, stream, number, digest, rows, bytes, receipt, received_at, content)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
          [...keyOf(batch), digest, rows, batch.content.length, receipt.number, at, text],
        )
        await transaction.query(
          'update streams set last = $4 where system = $1 and resource = $2 and stream = $3',
          keyOf(batch),
        )
        return { number: batch.number, repeated: false, receipt }
      })
    },
  )
}

/** The published resource, when it is delivered in bulk. */
function receivingResource(entry: CatalogueEntry | undefined, resource: string): PublishedResource {
  if (entry?.kind !== 'resource') throw new BerthError('RESOURCE_UNKNOWN', { resource })
  if (entry.document.modes.file === undefined) throw new BerthError('MODE_NOT_OFFERED', { resource, mode: 'file' })
  return entry.document
}

async function repeated(store: Queryable, batch: IncomingBatch, digest: string): Promise<ReceivedBatch | undefined> {
  const [row] = await store.query<{ digest: string; receipt: number | string; hash: string }>(
    `select b.digest, b.receipt, r.hash from batches b join receipts r on r.number = b.receipt
      where b.system = $1 and b.resource = $2 and b.stream = $3 and b.number = $4`,
    keyOf(batch),
  )
  if (row === undefined) return undefined
  if (row.digest !== digest) throw new BerthError('BATCH_CONFLICT', { batch: `${batch.stream}/${batch.number}` })
  return { number: batch.number, repeated: true, receipt: { number: Number(row.receipt), hash: row.hash } }
}

async function lockStream(transaction: Queryable, batch: IncomingBatch): Promise<number> {
  const key = keyOf(batch).slice(0, 3)
  await transaction.query(
    'insert into streams (system, resource, stream, last) values ($1, $2, $3, 0) on conflict do nothing',
    key,
  )
  const [row] = await transaction.query<{ last: number | string }>(
    'select last from streams where system = $1 and resource = $2 and stream = $3 for update',
    key,
  )
  return Number(row?.last ?? 0)
}

function keyOf(batch: IncomingBatch): [string, string, string, number] {
  return [batch.system, batch.resource, batch.stream, batch.number]
}
