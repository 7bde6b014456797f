import { join, resolve } from 'node:path'
import { BerthError, type ConnectorSession, type Field, type Row } from '@berth/core'
import type { Item, Resource } from '@berth/manifest'
import { fileCarrier } from '../deliver/carry-files.ts'
import type { Delivery } from '../deliver/delivery.ts'
import type { ExchangeExit } from '../deliver/exchange-exit.ts'
import { FileDelivery } from '../deliver/file-delivery.ts'
import { OutboxDelivery } from '../deliver/outbox-delivery.ts'
import { platformTarget } from '../deliver/platform-target.ts'
import { type TableExit, type TableRows, tableTarget, tableTrial } from '../deliver/table-target.ts'
import { TrialDelivery } from '../deliver/trial-delivery.ts'
import { UndoFolder } from '../deliver/undo-folder.ts'
import { compilePlan } from '../plan/compile-plan.ts'
import { deleteWriter } from '../plan/delete-writer.ts'
import type { Plan } from '../plan/plan.ts'
import type { ExchangeSettings } from './exchange.ts'

/** A delivery with what feeds it. */
export interface OpenDelivery<Planned, Output> {
  readonly delivery: Delivery<Output>
  /** Compiles the plan of the rows. */
  compile(fields: readonly Field[]): Plan<Planned>
  /** Puts the keys of deleted rows behind rows that were planned, if any were. */
  join(planned: Planned | undefined, deletes: readonly Row[]): Output
}

type Texts = readonly string[]

/** Names an exit with its target: what receipts call the consumer, and what a stream is told apart by. */
export function exitName(resource: Resource, exit: 'file' | 'table'): string {
  const { file, table } = resource.provide
  if (exit === 'table') return `table:${table?.to ?? ''}/${table?.dataset ?? ''}`
  if (file?.connection !== undefined) return `file:${file.connection}/${file.to}`
  return file?.to === 'platform' ? 'platform' : 'file'
}

/** Opens the exit that delivers text: data files in a folder, or batches to the platform. */
export function openTextDelivery(
  settings: ExchangeSettings,
  resource: Resource,
  exit: ExchangeExit,
): OpenDelivery<Texts, Texts> {
  const { manifest, platform, signal, dryRun, openConnection } = settings
  const { given, tellsDeletes } = exit
  const file = resource.provide.file
  if (file === undefined) throw new BerthError('MODE_NOT_OFFERED', { resource: resource.id, mode: 'file' })
  if (settings.undo !== undefined)
    throw new BerthError('NOT_SUPPORTED', { connector: 'file', capability: 'apply.undo' })
  const toPlatform = file.to === 'platform' && file.connection === undefined
  const format = toPlatform ? 'ndjson' : file.format
  const plan = (fields: readonly Field[]): Plan<Texts> =>
    compilePlan({ items: given, fields, format, marked: tellsDeletes })
  const write = tellsDeletes ? deleteWriter(format, given, targetKey(resource, given, 'follow changes')) : undefined
  const feed = {
    compile: plan,
    join: (planned: Texts = [], deletes: readonly Row[]): Texts =>
      write === undefined || deletes.length === 0 ? planned : [...planned, ...write(deletes)],
  }
  if (dryRun === true) return { ...feed, delivery: new TrialDelivery(exit, () => Promise.resolve([])) }
  if (toPlatform) {
    if (platform === undefined) throw new TypeError('a platform client is needed where a file goes to the platform')
    const target = platformTarget(platform, manifest.system.id, resource.id, signal)
    return { ...feed, delivery: new OutboxDelivery(exit, target) }
  }
  const { checkpointRows = 100_000, checkpointMs = 2000, key } = settings
  const { header } = plan(columnsOf(given))
  const carrier =
    file.connection === undefined ? undefined : fileCarrier(openConnection, file.connection, file.to, signal)
  const folder =
    file.connection === undefined
      ? resolve(manifest.folder, file.to)
      : join(settings.waitingFolder, file.connection, resource.id)
  return {
    ...feed,
    delivery: new FileDelivery({ ...exit, folder, format, header, key, carrier, checkpointRows, checkpointMs }),
  }
}

/**
 * Opens the exit that writes rows into another database. `session` is open for writing. Throws `NOT_SUPPORTED` where it
 * cannot do what the exchange needs of it.
 */
export function openTableDelivery(
  settings: ExchangeSettings,
  resource: Resource,
  exit: ExchangeExit,
  session: ConnectorSession,
): OpenDelivery<Row[], TableRows> {
  const { manifest, signal, dryRun = false, undo } = settings
  const { given } = exit
  const table = resource.provide.table
  if (table === undefined) throw new BerthError('MODE_NOT_OFFERED', { resource: resource.id, mode: 'table' })
  const { name: connector, capabilities } = session.manifest
  const needs = { deletes: exit.tellsDeletes, dryRun: dryRun || undo !== undefined, undo: undo !== undefined }
  for (const leaf of ['deletes', 'dryRun', 'undo'] as const)
    if (needs[leaf] && capabilities.apply?.[leaf] !== true)
      throw new BerthError('NOT_SUPPORTED', { connector, capability: `apply.${leaf}` })
  const column = (item: Item): string => table.columns[item.id] ?? item.id
  const folder = undo === undefined ? undefined : new UndoFolder(undo)
  const into: TableExit = {
    session,
    dataset: table.dataset,
    fields: given.map((item) => ({ name: column(item), type: item.type })),
    key: targetKey(resource, given, 'table').map(column),
    name: `${manifest.system.id}/${resource.id}`,
    signal,
    undo: folder === undefined ? undefined : (batch, script) => folder.keep(batch, script),
  }
  return {
    delivery: dryRun ? new TrialDelivery(exit, tableTrial(into)) : new OutboxDelivery(exit, tableTarget(into)),
    compile: (fields) => compilePlan({ items: given, fields, format: 'values' }),
    join: (rows = [], deletes) => ({ rows, deletes }),
  }
}

/** The items that hold the source's key: by them a row that comes again replaces itself, and one that is gone is told. */
export function targetKey(resource: Resource, given: readonly Item[], purpose: 'table' | 'follow changes'): Item[] {
  const items = resource.from.key.map((name) => given.find((item) => item.from === name))
  const known = items.filter((item) => item !== undefined)
  if (known.length === 0 || known.length < items.length) {
    throw new BerthError('KEY_MISSING', { dataset: resource.from.dataset, purpose })
  }
  return known
}

function columnsOf(items: readonly Item[]): Field[] {
  return items.map((item) => ({ name: item.from, type: item.type }))
}
