import type { ReceiptFault, ReceiptReport } from '@berth/trust'
import { say } from '../messages/say.ts'

/** What was found, and what is proven and what is not, for a person. */
export function reportLines(report: ReceiptReport, excerpt: boolean): string[] {
  const { count, redacted, first, last, faults, moreFaults } = report
  return [
    ...faults.map(faultLine),
    ...(moreFaults > 0 ? [say('receipts.moreFaults', { count: moreFaults })] : []),
    ...(redacted > 0 ? [say('receipts.redacted', { count: redacted })] : []),
    ...(first > 1 && !excerpt ? [say('receipts.begins', { first })] : []),
    ...(count === 0 ? [] : excerpt ? [say('receipts.excerpt')] : proofLines(report, last)),
  ]
}

function faultLine({ kind, number, through = number, line = 0 }: ReceiptFault): string {
  return say(`receipts.fault.${kind}`, { number, through, line })
}

/** By mode of the log: anchored, signed, chained only. */
function proofLines({ anchored, signed }: ReceiptReport, last: number): string[] {
  const lines: string[] = []
  if (anchored !== undefined) lines.push(say('receipts.proof.anchored', { ...anchored }))
  const anchoredTo = anchored?.number ?? 0
  if (signed !== undefined && signed.number > anchoredTo) {
    lines.push(say('receipts.proof.signed', { ...signed, from: anchoredTo + 1 }))
  }
  const provenTo = Math.max(anchoredTo, signed?.number ?? 0)
  if (last > provenTo) lines.push(say('receipts.proof.chained', { from: provenTo + 1, last }))
  return lines
}
