import { BerthError, type ReceiptEntry } from '@berth/core'
import type { Resource } from '@berth/manifest'
import { noCounts } from '../deliver/delivery.ts'
import type { ExchangeResult, ExchangeSettings } from '../exchange/exchange.ts'
import { writeReceipt } from '../service/write-receipt.ts'
import { ReplicaContent } from './replica-content.ts'
import { ReplicaWriter } from './replica-writer.ts'

/** What making a replica needs. */
export interface RefreshSettings
  extends Pick<
    ExchangeSettings,
    'manifest' | 'resource' | 'openConnection' | 'state' | 'signal' | 'onProgress' | 'batchRows'
  > {
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number
}

/**
 * Makes the replica of a resource anew and puts it in the place of the one before: what is gone from the source is gone
 * from it. Interrupted or failed, the one before stays.
 *
 * Rejects with `RESOURCE_UNKNOWN`, `MODE_NOT_OFFERED`, `RESOURCE_DRAFT`, `STATE_LOCKED` while it is made elsewhere,
 * `REPLICA_TOO_LARGE`, what is wrong with a row that cannot be read, or what the system or the state says. A failure
 * leaves a receipt too.
 */
export async function refreshReplica(settings: RefreshSettings): Promise<ExchangeResult> {
  const started = performance.now()
  const resource = settings.manifest.resources[settings.resource]
  if (resource === undefined) throw new BerthError('RESOURCE_UNKNOWN', { resource: settings.resource })
  if (resource.provide.parameter?.replica === undefined || resource.sharing.type === 'none') {
    throw new BerthError('MODE_NOT_OFFERED', { resource: resource.id, mode: 'replica' })
  }
  if (resource.draft) throw new BerthError('RESOURCE_DRAFT', { resource: resource.id })
  await using _replica = await settings.state.claim(`replica ${resource.id}`)
  const content = new ReplicaContent(settings.manifest, resource)
  const entry = receiptOf(settings, resource, content)
  try {
    const rows = await copy(settings, resource, content, started)
    const items = content.items.map(({ id }) => id)
    const receipt = await writeReceipt(settings.state, { ...entry, outcome: 'delivered', items, rows })
    const durationMs = performance.now() - started
    const counts = { ...noCounts, read: rows, rows }
    const { withheld } = entry
    return { ...counts, files: [], batches: 0, withheld, warnings: [], resumed: false, durationMs, receipt }
  } catch (error) {
    const failure = BerthError.from(error, 'INTERNAL', { subject: 'replica' })
    const said = { ...entry, outcome: 'failed', code: failure.code } as const
    if (failure.code !== 'ABORTED') await settings.state.commit({ receipts: [said] }).catch(() => undefined)
    throw failure
  }
}

async function copy(
  settings: RefreshSettings,
  resource: Resource,
  content: ReplicaContent,
  started: number,
): Promise<number> {
  const { openConnection, state, signal, onProgress, batchRows = 1000, now = Date.now } = settings
  const { connection, dataset, key } = resource.from
  const options = signal === undefined ? {} : { signal }
  const limit = resource.provide.parameter?.replica?.limit ?? 0
  using writer = new ReplicaWriter(state.replica(resource.id), content, limit)
  await using session = await openConnection(connection, { access: 'read', ...options })
  const asOf = now()
  const request = { dataset, columns: content.columns, batchRows, ...(key.length === 0 ? {} : { key }) }
  for await (const { fields, rows, unreadable } of session.scan(request, options)) {
    const [bad] = unreadable ?? []
    // An answer that left a bad row out would be a wrong answer: "no record" where there is one.
    if (bad !== undefined) throw bad.error
    writer.add(fields, rows)
    const counts = { ...noCounts, read: writer.rows, rows: writer.rows }
    onProgress?.({ ...counts, resumed: false, durationMs: performance.now() - started })
  }
  writer.finish(asOf)
  return writer.rows
}

function receiptOf(
  { manifest }: RefreshSettings,
  resource: Resource,
  content: ReplicaContent,
): Omit<ReceiptEntry, 'outcome'> {
  const left = resource.items.filter((item) => !content.items.includes(item))
  const { basis } = resource.sharing
  return {
    at: new Date().toISOString(),
    resource: `${manifest.system.id}/${resource.id}`,
    journey: 'exchange',
    consumer: 'replica',
    ...(basis === undefined ? {} : { basis }),
    items: [],
    withheld: left.map(({ id }) => ({ item: id, reason: 'NO_GRADE' as const })),
    rows: 0,
    reference: 'replica',
    manifest: manifest.digest,
  }
}
