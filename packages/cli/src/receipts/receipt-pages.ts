import type { ReceiptKeeping, StatePort } from '@berth/agent'
import type { Receipt } from '@berth/core'
import type { ReceiptHead } from '@berth/trust'

/** Receipts in order, a part of the chain at a time. */
export type ReceiptPages = AsyncIterable<readonly Receipt[]>

const pageSize = 1000

/** The receipts of a state behind number `after`, up to `through`. Rejects as the state does. */
export async function* statePages(
  state: Pick<StatePort, 'receipts'>,
  after = 0,
  through: number = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<readonly Receipt[]> {
  for (let last = after; last < through; ) {
    const page = await state.receipts(last, Math.min(pageSize, through - last))
    const within = page.filter(({ number }) => number <= through)
    if (within.length > 0) yield within
    const end = page.at(-1)?.number ?? 0
    if (end <= last) return
    last = end
  }
}

/** All heads of a state, up to `through`. */
export async function stateHeads(
  keeping: ReceiptKeeping,
  through: number = Number.MAX_SAFE_INTEGER,
): Promise<ReceiptHead[]> {
  const heads: ReceiptHead[] = []
  for (let last = 0; ; ) {
    const page = await keeping.heads(last, pageSize)
    heads.push(...page.filter(({ number }) => number <= through))
    last = page.at(-1)?.number ?? 0
    if (page.length < pageSize || last > through) return heads
  }
}

/** Which receipts are wanted. */
export interface ReceiptChoice {
  /** Milliseconds since 1970: not before, and before. */
  readonly since?: number
  readonly until?: number
  readonly consumer?: string
  /** The resource's or operation's id, with or without the system. */
  readonly resource?: string
}

/** Whether a receipt is wanted. */
export function isChosen({ at, consumer, resource }: Receipt, choice: ReceiptChoice): boolean {
  const time = Date.parse(at)
  return (
    time >= (choice.since ?? -Infinity) &&
    time < (choice.until ?? Infinity) &&
    (choice.consumer === undefined || choice.consumer === consumer) &&
    (choice.resource === undefined || resource === choice.resource || resource.endsWith(`/${choice.resource}`))
  )
}

/** The receipts that are wanted, and nothing else. */
export async function* chosenPages(pages: ReceiptPages, choice: ReceiptChoice): AsyncGenerator<readonly Receipt[]> {
  for await (const page of pages) yield page.filter((receipt) => isChosen(receipt, choice))
}
