import { BerthError } from '@berth/core'
import { type Resource, tellsDeletes } from '@berth/manifest'
import type { ExchangeExit } from '../deliver/exchange-exit.ts'
import { isPlainText } from '../deliver/file-layout.ts'
import { RejectsFile, rejectedRecords } from '../deliver/rejects-file.ts'
import { lookForReceipts } from '../file-receipts/look-for-receipts.ts'
import { exitPermit, judgeItems, permitItems } from '../guard/permit-items.ts'
import type { Plan, PlanWarning, RejectedRow } from '../plan/plan.ts'
import type { ExchangeResult, ExchangeSettings } from './exchange.ts'
import { receiptMaker, recordFailure } from './exchange-receipt.ts'
import { sourceName } from './exchange-source.ts'
import { exitName } from './exit-name.ts'
import type { OpenDelivery } from './fed-delivery.ts'
import { openTableDelivery, openTextDelivery } from './open-delivery.ts'
import { openLayoutDelivery } from './open-file-delivery.ts'
import { openSource } from './open-source.ts'
import { targetKey } from './target-key.ts'

/**
 * Carries one resource to one exit: read, plan, guard, deliver, receipt, checkpoint. Where the resource says how changes
 * are told it reads what changed since the last exchange, else everything. An exchange that was interrupted, by a
 * signal, a failure or a kill, goes on where its target stands (AVL-2).
 *
 * Rejects with a `BerthError`: `STATE_LOCKED` while the same exchange runs elsewhere, those of the guard, of the connectors,
 * of the state, `DISK_FULL`, `FILE_EXISTS`,
 * `KEY_MISSING`, `OUTBOX_WITHHELD`, `PLATFORM_UNREACHABLE`, `PLATFORM_REFUSED`. A refusal and a failure leave a receipt
 * too, an abort leaves only the checkpoint.
 */
export async function runExchange(settings: ExchangeSettings): Promise<ExchangeResult> {
  const started = performance.now()
  const resource = settings.manifest.resources[settings.resource]
  if (resource === undefined) throw new BerthError('RESOURCE_UNKNOWN', { resource: settings.resource })
  const provide = resource.provide[settings.exit]
  if (provide === undefined) throw new BerthError('MODE_NOT_OFFERED', { resource: resource.id, mode: settings.exit })
  const permit = exitPermit(provide)
  await using _stream = await settings.state.claim(`${resource.id} ${exitName(resource, settings.exit)}`)
  const receipt = receiptMaker(settings, resource, judgeItems(resource, permit))
  try {
    const { given, withheld } = permitItems(resource, permit, settings.exit)
    const exit: ExchangeExit = {
      state: settings.state,
      stream: {
        resource: resource.id,
        exit: exitName(resource, settings.exit),
        source: sourceName(settings.manifest, resource),
      },
      system: settings.manifest.system.id,
      resource: resource.id,
      given,
      keepsCursor: resource.from.changes !== undefined,
      resumes: resource.from.changes?.by !== 'snapshot',
      tellsDeletes: tellsDeletes(resource.from),
      restart: settings.restart === true,
      rejects: (run) => new RejectsFile(settings.rejectsFolder, `${resource.id}-${settings.exit}-${run}`),
      receipt: (delivered) => receipt({ outcome: 'delivered', ...delivered }),
    }
    const done =
      settings.exit === 'file'
        ? await carryToFile(settings, resource, exit, started)
        : await carryToTable(settings, resource, exit, started)
    const tried =
      settings.dryRun === true
        ? await settings.state.commit({
            receipts: [receipt({ outcome: 'answered', rows: done.rows, items: given.map(({ id }) => id) })],
          })
        : []
    const last = tried[0] === undefined ? {} : { receipt: tried[0] }
    const receipts = await lookForReceipts(settings, resource, exit.stream)
    const awaited = receipts === undefined ? {} : { receipts }
    return { ...done, ...last, ...awaited, withheld, durationMs: performance.now() - started }
  } catch (error) {
    const failure = BerthError.from(error, 'INTERNAL', { subject: 'exchange' })
    await recordFailure(settings.state, failure, receipt)
    throw failure
  }
}

async function carryToFile(
  settings: ExchangeSettings,
  resource: Resource,
  exit: ExchangeExit,
  started: number,
): Promise<Carried> {
  const { file } = resource.provide
  return file === undefined || isPlainText(file)
    ? await carry(settings, resource, exit, openTextDelivery(settings, resource, exit), started)
    : await carry(settings, resource, exit, openLayoutDelivery(settings, resource, exit, file), started)
}

async function carryToTable(
  settings: ExchangeSettings,
  resource: Resource,
  exit: ExchangeExit,
  started: number,
): Promise<Carried> {
  targetKey(resource, exit.given, 'table')
  const { openConnection, signal } = settings
  const to = resource.provide.table?.to ?? ''
  await using session = await openConnection(
    to,
    signal === undefined ? { access: 'write' } : { access: 'write', signal },
  )
  return await carry(settings, resource, exit, openTableDelivery(settings, resource, exit, session), started)
}

type Carried = Omit<ExchangeResult, 'withheld' | 'durationMs'>

async function carry<Planned, Output>(
  settings: ExchangeSettings,
  resource: Resource,
  exit: ExchangeExit,
  { delivery, compile, join }: OpenDelivery<Planned, Output>,
  started: number,
): Promise<Carried> {
  const warnings = new Map<string, PlanWarning>()
  try {
    const start = await delivery.begin()
    const { resumed, complete, counts } = start
    await using source = complete ? undefined : await openSource(settings, resource, exit, delivery, start)
    let plan: Plan<Planned> | undefined
    for await (const batch of source?.read(start) ?? []) {
      // Of a table that is empty by now there are no columns, only keys.
      if (batch.rows.length > 0) plan ??= compile(batch.fields)
      const planned = plan === undefined ? nothingPlanned : plan.run(batch.rows)
      await source?.planned(planned.rejects)
      for (const warning of [...batch.warnings, ...planned.warnings]) addWarning(warnings, warning)
      const { places, deletes } = batch
      const rejects = places === undefined ? planned.rejects : planned.rejects.map((left) => placed(left, places))
      const joined = join(planned.output, deletes)
      const gone = joined.refused.map((left) => ({
        ...placed(left, batch.deletePlaces ?? []),
        change: 'delete' as const,
      }))
      const left = [...batch.rejects, ...rejects, ...gone]
      const deleted = deletes.length - gone.length
      const refused = await delivery.add({
        output: joined.output,
        rows: planned.rows + deleted,
        deleted,
        read: batch.read,
        left: rejectedRecords(delivery.counts.read, counts.read, batch.unreadable, left),
        ...(batch.cursor === undefined ? {} : { cursor: batch.cursor }),
      })
      await source?.delivered(refused)
      settings.onProgress?.({ ...delivery.counts, resumed, durationMs: performance.now() - started })
    }
    const { counts: all, ...end } = await delivery.finish()
    await source?.finished()
    const { rejectsFile } = delivery
    const left = all.rejected === 0 || rejectsFile === undefined ? {} : { rejectsFile }
    return { ...all, ...end, ...left, warnings: [...warnings.values()], resumed }
  } catch (error) {
    await delivery.pause().catch(() => undefined)
    throw error
  } finally {
    await delivery.close()
  }
}

const nothingPlanned = { output: undefined, rows: 0, rejects: [], warnings: [] }

/** A delete that is found by comparison stood nowhere: it is told of the end of the read. */
function placed(left: RejectedRow, places: readonly number[]): RejectedRow {
  return { ...left, row: places[left.row] ?? -1 }
}

function addWarning(warnings: Map<string, PlanWarning>, { item, code, count }: PlanWarning): void {
  const key = `${item} ${code}`
  warnings.set(key, { item, code, count: count + (warnings.get(key)?.count ?? 0) })
}
