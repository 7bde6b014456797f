import type { BerthError, ErrorCode, ReceiptEntry } from '@berth/core'
import type { Resource } from '@berth/manifest'
import { maskedAmong, type PermittedItems } from '../guard/permit-items.ts'
import type { StatePort } from '../state/state-port.ts'
import type { ExchangeSettings } from './exchange.ts'
import { exitName } from './exit-name.ts'

/** Makes receipts of one exchange: what is said, over what is the same in each. */
export type ReceiptMaker = (said: Partial<ReceiptEntry> & Pick<ReceiptEntry, 'outcome'>) => ReceiptEntry

/** Refusals of the guard: nothing was read. */
const refusals: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'RESOURCE_DRAFT',
  'EXIT_WITHOUT_CLEARANCE',
  'NOTHING_GRANTED',
])

export function receiptMaker(
  { manifest, exit }: Pick<ExchangeSettings, 'manifest' | 'exit'>,
  resource: Resource,
  { given, withheld }: PermittedItems,
): ReceiptMaker {
  const purpose = resource.provide[exit]?.purpose
  const { basis } = resource.sharing
  return (said) => ({
    at: new Date().toISOString(),
    resource: `${manifest.system.id}/${resource.id}`,
    journey: 'exchange',
    consumer: exitName(resource, exit),
    ...(purpose === undefined ? {} : { purpose }),
    ...(basis === undefined ? {} : { basis }),
    items: [],
    withheld,
    rows: 0,
    reference: exit,
    manifest: manifest.digest,
    ...said,
    ...(said.items === undefined ? {} : maskedAmong(given)),
  })
}

/** Leaves a receipt of an exchange that was refused or failed (LOG-1); what was delivered before has its own. */
export async function recordFailure(state: StatePort, failure: BerthError, receipt: ReceiptMaker): Promise<void> {
  if (failure.code === 'ABORTED') return
  const outcome = refusals.has(failure.code) ? 'refused' : 'failed'
  // The failure itself is what the caller is told, also where the state cannot take a receipt of it.
  await state.commit({ receipts: [receipt({ outcome, code: failure.code })] }).catch(() => undefined)
}
