import { BerthError } from '@berth/core'
import { anchorHead, type HeadAnchor, headHolds, type ReceiptHead } from '@berth/trust'
import type { Party } from '../enrolment/parties.ts'
import type { PlatformContext } from '../platform-context.ts'
import type { Queryable } from '../store/store.ts'

/**
 * Keeps where a system's chain of receipts stands, and signs that it was seen (LOG-1). The same head again gets the same answer.
 *
 * Errors: `PARAMETER_INVALID`, `SIGNATURE_INVALID` where the system did not sign it, `ANCHOR_CONFLICT` where another hash was seen
 * under its number: the chain was made anew.
 */
export async function receiveHead(
  context: PlatformContext,
  system: Party,
  document: Readonly<Record<string, unknown>>,
): Promise<HeadAnchor> {
  const head = headOf(document)
  if (head.chain !== system.id) throw invalid('chain')
  if (!headHolds(head, [system.key])) throw new BerthError('SIGNATURE_INVALID', { problem: 'head' })
  return context.store.transaction(async (transaction) => {
    const anchor = anchorHead(context.key, head, new Date(context.now()).toISOString())
    await transaction.query(
      'insert into anchors (system, number, hash, document) values ($1, $2, $3, $4) on conflict do nothing',
      [system.id, head.number, head.hash, JSON.stringify({ ...head, anchor })],
    )
    const [known] = await transaction.query<{ hash: string; document: ReceiptHead }>(
      'select hash, document from anchors where system = $1 and number = $2',
      [system.id, head.number],
    )
    if (known?.hash !== head.hash) throw new BerthError('ANCHOR_CONFLICT', { number: head.number })
    // A head that was signed twice is anchored twice: each answer holds for the head that it was given.
    return known.document.signature === head.signature ? (known.document.anchor ?? anchor) : anchor
  })
}

/** The heads that a system showed, in order, with the platform's word on each. */
export async function anchoredHeads(
  store: Queryable,
  system: string,
  after: number,
  limit: number,
): Promise<ReceiptHead[]> {
  const rows = await store.query<{ document: ReceiptHead }>(
    'select document from anchors where system = $1 and number > $2 order by number limit $3',
    [system, after, limit],
  )
  return rows.map(({ document }) => document)
}

function headOf({ chain, number, hash, at, signature }: Readonly<Record<string, unknown>>): ReceiptHead {
  if (typeof chain !== 'string') throw invalid('chain')
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) throw invalid('number')
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) throw invalid('hash')
  if (typeof at !== 'string' || at.length > 40 || Number.isNaN(Date.parse(at))) throw invalid('at')
  if (typeof signature !== 'string' || signature.length > 1000) throw invalid('signature')
  return { chain, number, hash, at, signature }
}

function invalid(problem: string): BerthError {
  return new BerthError('PARAMETER_INVALID', { parameter: 'head', problem })
}
