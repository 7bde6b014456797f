import { BerthError, type ConnectorSession, type Field, type Row } from '@berth/core'
import type { Item, Resource } from '@berth/manifest'
import type { ExchangeExit } from '../deliver/exchange-exit.ts'
import { OutboxDelivery } from '../deliver/outbox-delivery.ts'
import { platformTarget } from '../deliver/platform-target.ts'
import { type TableExit, type TableRows, tableTarget, tableTrial } from '../deliver/table-target.ts'
import { TrialDelivery } from '../deliver/trial-delivery.ts'
import { UndoFolder } from '../deliver/undo-folder.ts'
import { compilePlan } from '../plan/compile-plan.ts'
import { deleteWriter } from '../plan/delete-writer.ts'
import type { Plan } from '../plan/plan.ts'
import type { ExchangeSettings } from './exchange.ts'
import type { Joined, OpenDelivery } from './fed-delivery.ts'
import { fileDelivery } from './open-file-delivery.ts'
import { targetKey } from './target-key.ts'

type Texts = readonly string[]

/** Opens the exit that delivers text as a plan writes it: data files, or batches to the platform. */
export function openTextDelivery(
  settings: ExchangeSettings,
  resource: Resource,
  exit: ExchangeExit,
): OpenDelivery<Texts, Texts> {
  const { manifest, platform, signal, dryRun } = settings
  const { given, tellsDeletes } = exit
  const file = resource.provide.file
  if (file === undefined) throw new BerthError('MODE_NOT_OFFERED', { resource: resource.id, mode: 'file' })
  if (settings.undo !== undefined)
    throw new BerthError('NOT_SUPPORTED', { connector: 'file', capability: 'apply.undo' })
  const toPlatform = file.to === 'platform' && file.connection === undefined
  const key = tellsDeletes ? targetKey(resource, given, 'follow changes') : []
  const format = toPlatform || file.format !== 'csv' ? 'ndjson' : 'csv'
  const plan = (fields: readonly Field[]): Plan<Texts> =>
    compilePlan({ items: given, fields, format, marked: tellsDeletes })
  const write = tellsDeletes ? deleteWriter(format, given, key) : undefined
  const feed = {
    compile: plan,
    join: (planned: Texts = [], deletes: readonly Row[]): Joined<Texts> => ({
      output: write === undefined || deletes.length === 0 ? planned : [...planned, ...write(deletes)],
      refused: [],
    }),
  }
  if (dryRun === true) return { ...feed, delivery: new TrialDelivery(exit, () => Promise.resolve([])) }
  if (toPlatform) {
    if (platform === undefined) throw new TypeError('a platform client is needed where a file goes to the platform')
    const target = platformTarget(platform, manifest.system.id, resource.id, signal)
    return { ...feed, delivery: new OutboxDelivery(exit, target) }
  }
  const { header } = plan(columnsOf(given))
  const frame = { begin: header, end: '', maxRecords: undefined, assemble: undefined }
  return { ...feed, delivery: fileDelivery(settings, resource, exit, file, frame) }
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
    join: (rows = [], deletes) => ({ output: { rows, deletes }, refused: [] }),
  }
}

function columnsOf(items: readonly Item[]): Field[] {
  return items.map((item) => ({ name: item.from, type: item.type }))
}
