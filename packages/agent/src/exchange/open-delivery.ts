import { resolve } from 'node:path'
import { BerthError, type ConnectorSession, type Field, type Row } from '@berth/core'
import type { Item, Resource } from '@berth/manifest'
import type { Delivery } from '../deliver/delivery.ts'
import type { ExchangeExit } from '../deliver/exchange-exit.ts'
import { FileDelivery } from '../deliver/file-delivery.ts'
import { OutboxDelivery } from '../deliver/outbox-delivery.ts'
import { platformTarget } from '../deliver/platform-target.ts'
import { tableTarget } from '../deliver/table-target.ts'
import { compilePlan } from '../plan/compile-plan.ts'
import type { Plan } from '../plan/plan.ts'
import type { ExchangeSettings } from './exchange.ts'

/** A delivery with the compiler of the plans that feed it. */
export interface OpenDelivery<Output> {
  readonly delivery: Delivery<Output>
  compile(fields: readonly Field[]): Plan<Output>
}

/** Names an exit with its target: what receipts call the consumer, and what a stream is told apart by. */
export function exitName(resource: Resource, exit: 'file' | 'table'): string {
  const { file, table } = resource.provide
  if (exit === 'table') return `table:${table?.to ?? ''}/${table?.dataset ?? ''}`
  return file?.to === 'platform' ? 'platform' : 'file'
}

/** Opens the exit that delivers text: data files in a folder, or batches to the platform. */
export function openTextDelivery(
  settings: ExchangeSettings,
  resource: Resource,
  exit: ExchangeExit,
): OpenDelivery<readonly string[]> {
  const { manifest, platform, signal } = settings
  const { given } = exit
  const file = resource.provide.file
  if (file === undefined) throw new BerthError('MODE_NOT_OFFERED', { resource: resource.id, mode: 'file' })
  if (file.to === 'platform') {
    if (platform === undefined) throw new TypeError('a platform client is needed where a file goes to the platform')
    const target = platformTarget(platform, manifest.system.id, resource.id, signal)
    return {
      delivery: new OutboxDelivery(exit, target),
      compile: (fields) => compilePlan({ items: given, fields, format: 'ndjson' }),
    }
  }
  const { format } = file
  const { checkpointRows = 100_000, checkpointMs = 2000, key } = settings
  const { header } = compilePlan({ items: given, fields: columnsOf(given), format })
  const folder = resolve(manifest.folder, file.to)
  return {
    delivery: new FileDelivery({ ...exit, folder, format, header, key, checkpointRows, checkpointMs }),
    compile: (fields) => compilePlan({ items: given, fields, format }),
  }
}

/** Opens the exit that writes rows into another database. `session` is open for writing. */
export function openTableDelivery(
  settings: ExchangeSettings,
  resource: Resource,
  exit: ExchangeExit,
  session: ConnectorSession,
): OpenDelivery<Row[]> {
  const { given } = exit
  const table = resource.provide.table
  if (table === undefined) throw new BerthError('MODE_NOT_OFFERED', { resource: resource.id, mode: 'table' })
  const column = (item: Item): string => table.columns[item.id] ?? item.id
  const target = tableTarget({
    session,
    dataset: table.dataset,
    fields: given.map((item) => ({ name: column(item), type: item.type })),
    key: targetKey(resource, given).map(column),
    name: `${settings.manifest.system.id}/${resource.id}`,
    signal: settings.signal,
  })
  return {
    delivery: new OutboxDelivery(exit, target),
    compile: (fields) => compilePlan({ items: given, fields, format: 'values' }),
  }
}

/** The items that hold the source's key: by them a row that comes again replaces itself. */
export function targetKey(resource: Resource, given: readonly Item[]): Item[] {
  const items = resource.from.key.map((name) => given.find((item) => item.from === name))
  const known = items.filter((item) => item !== undefined)
  if (known.length === 0 || known.length < items.length) {
    throw new BerthError('KEY_MISSING', { dataset: resource.from.dataset, purpose: 'table' })
  }
  return known
}

function columnsOf(items: readonly Item[]): Field[] {
  return items.map((item) => ({ name: item.from, type: item.type }))
}
