import { BerthError, type ConnectorSession } from '@berth/core'
import type { Resource } from '@berth/manifest'
import type { Permit } from '@berth/trust'
import type { ExchangeExit } from '../deliver/exchange-exit.ts'
import { RejectsFile, rejectedRecords } from '../deliver/rejects-file.ts'
import { judgeItems, permitItems } from '../guard/permit-items.ts'
import type { Plan, PlanWarning } from '../plan/plan.ts'
import type { ExchangeResult, ExchangeSettings } from './exchange.ts'
import { receiptMaker, recordFailure } from './exchange-receipt.ts'
import { readSource, sourceName } from './exchange-source.ts'
import { exitName, type OpenDelivery, openTableDelivery, openTextDelivery, targetKey } from './open-delivery.ts'

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
  const permit: Permit = provide.clearance === undefined ? {} : { clearance: provide.clearance }
  await using _stream = await settings.state.claim(`${resource.id} ${exitName(resource, settings.exit)}`)
  const receipt = receiptMaker(settings, resource, judgeItems(resource.items, permit).withheld)
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
      restart: settings.restart === true,
      rejects: (run) => new RejectsFile(settings.rejectsFolder, `${resource.id}-${settings.exit}-${run}`),
      receipt: (delivered) => receipt({ outcome: 'delivered', ...delivered }),
    }
    const done =
      settings.exit === 'file'
        ? await carry(settings, resource, exit, openTextDelivery(settings, resource, exit), started)
        : await carryToTable(settings, resource, exit, started)
    return { ...done, withheld, durationMs: performance.now() - started }
  } catch (error) {
    const failure = BerthError.from(error, 'INTERNAL', { subject: 'exchange' })
    await recordFailure(settings.state, failure, receipt)
    throw failure
  }
}

async function carryToTable(
  settings: ExchangeSettings,
  resource: Resource,
  exit: ExchangeExit,
  started: number,
): Promise<Carried> {
  targetKey(resource, exit.given)
  const to = resource.provide.table?.to ?? ''
  await using session = await open(settings, to, 'write')
  return await carry(settings, resource, exit, openTableDelivery(settings, resource, exit, session), started)
}

type Carried = Omit<ExchangeResult, 'withheld' | 'durationMs'>

async function carry<Output>(
  settings: ExchangeSettings,
  resource: Resource,
  exit: ExchangeExit,
  { delivery, compile }: OpenDelivery<Output>,
  started: number,
): Promise<Carried> {
  const warnings = new Map<string, PlanWarning>()
  try {
    const { resumed, complete, after, counts } = await delivery.begin()
    if (!complete) {
      await using session = await open(settings, resource.from.connection, 'read')
      const read = { batchRows: settings.batchRows ?? 1000, after, signal: settings.signal }
      let plan: Plan<Output> | undefined
      for await (const batch of readSource(session, resource, exit.given, read)) {
        plan ??= compile(batch.fields)
        const planned = plan.run(batch.rows)
        for (const warning of planned.warnings) addWarning(warnings, warning)
        const { unreadable = [] } = batch
        await delivery.add({
          output: planned.output,
          rows: planned.rows,
          read: batch.rows.length + unreadable.length,
          left: rejectedRecords(delivery.counts.read, counts.read, unreadable, planned.rejects),
          ...(batch.cursor === undefined ? {} : { cursor: batch.cursor }),
        })
        settings.onProgress?.({ ...delivery.counts, resumed, durationMs: performance.now() - started })
      }
    }
    const { counts: all, ...end } = await delivery.finish()
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

function open(settings: ExchangeSettings, connection: string, access: 'read' | 'write'): Promise<ConnectorSession> {
  const { signal } = settings
  return settings.openConnection(connection, signal === undefined ? { access } : { access, signal })
}

function addWarning(warnings: Map<string, PlanWarning>, { item, code, count }: PlanWarning): void {
  const key = `${item} ${code}`
  warnings.set(key, { item, code, count: count + (warnings.get(key)?.count ?? 0) })
}
