import type { Receipt } from '@berth/core'
import { type ReceiptAnchor, ReceiptAudit, type ReceiptReport } from '@berth/trust'
import type { ChainPart } from './chain-folder.ts'

/**
 * Audits a part of a chain, a page at a time. Of an excerpt only what each receipt says can be audited: each is taken as if it
 * followed from whatever it names, and nothing is proven of their place.
 */
export async function auditChain(part: ChainPart, known?: ReceiptAnchor): Promise<ReceiptReport> {
  const { description, heads, keys, platformKeys } = part
  const { after, excerpt } = description
  if (excerpt === true) return await auditExcerpt(part)
  const audit = new ReceiptAudit({
    heads,
    keys,
    platformKeys,
    ...(after === undefined ? {} : { after }),
    ...(known === undefined ? {} : { known }),
  })
  for await (const page of part.receipts) for (const receipt of page) audit.add(receipt)
  return audit.report()
}

async function auditExcerpt({ receipts }: ChainPart): Promise<ReceiptReport> {
  let [count, redacted, first, last, moreFaults] = [0, 0, 0, 0, 0]
  const faults: ReceiptReport['faults'][number][] = []
  for await (const page of receipts) {
    for (const receipt of page as readonly (Receipt | undefined)[]) {
      const { number = 0, previous = '' } = receipt ?? {}
      const one = new ReceiptAudit({ after: { number: number - 1, hash: previous } })
      one.add(receipt)
      const report = one.report()
      count++
      redacted += report.redacted
      first = count === 1 ? number : first
      last = Math.max(last, number)
      for (const fault of report.faults) {
        if (faults.length < 1000) faults.push({ ...fault, line: count })
        else moreFaults++
      }
    }
  }
  return { ok: faults.length === 0, count, redacted, first, last, faults, moreFaults }
}
