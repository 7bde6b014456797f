import type { Resource } from '@berth/manifest'
import type { Delivery, DeliveryStart } from '../deliver/delivery.ts'
import type { ExchangeExit } from '../deliver/exchange-exit.ts'
import { ChangeSource } from './change-source.ts'
import type { ExchangeSettings } from './exchange.ts'
import { SnapshotSource } from './snapshot-source.ts'
import type { ExchangeSource } from './source-batch.ts'
import { targetKey } from './target-key.ts'

/** Opens what an exchange reads, in the way that the resource says. */
export async function openSource(
  settings: ExchangeSettings,
  resource: Resource,
  { given, state, stream, tellsDeletes }: ExchangeExit,
  delivery: Pick<Delivery<unknown>, 'acknowledges'>,
  start: DeliveryStart,
): Promise<ExchangeSource> {
  const { exit, signal, dryRun = false, batchRows = 1000 } = settings
  const key = tellsDeletes ? targetKey(resource, given, 'follow changes') : []
  const reading = { resource, given, key, batchRows, signal, dryRun }
  const options = { access: 'read', ...(signal === undefined ? {} : { signal }) } as const
  const session = await settings.openConnection(resource.from.connection, options)
  try {
    const compares = resource.from.changes?.by === 'snapshot'
    // To a trial without a beginning, everything is new.
    if (!compares || (dryRun && start.after === undefined)) return new ChangeSource(session, reading)
    const target = exit === 'table' ? resource.provide.table?.columns : undefined
    const { acknowledges } = delivery
    return new SnapshotSource(session, await state.snapshot(stream), { ...reading, target, acknowledges })
  } catch (error) {
    await session[Symbol.asyncDispose]()
    throw error
  }
}
