import { type ReceiptAnchor, type ReceiptsVerdict, verifyReceipts } from '@berth/trust'
import type { ReceiptPages } from './receipt-pages.ts'

/** Verifies a chain of any length, holding one page of it at a time. `head` as `verifyReceipts` takes it. */
export async function verifyPages(pages: ReceiptPages, head?: ReceiptAnchor): Promise<ReceiptsVerdict> {
  let after: ReceiptAnchor | undefined
  let count = 0
  for await (const page of pages) {
    const last = page.at(-1)
    if (last === undefined) continue
    const holdsHead = head !== undefined && page.some(({ number }) => number === head.number)
    const verdict = verifyReceipts(page, {
      ...(after === undefined ? {} : { after }),
      ...(holdsHead ? { head } : {}),
    })
    if (!verdict.ok) return verdict
    count += verdict.count
    after = { number: last.number, hash: last.hash }
  }
  if (head !== undefined && (after?.number ?? 0) < head.number) {
    return { ok: false, number: (after?.number ?? 0) + 1, problem: 'truncated' }
  }
  return { ok: true, count }
}
