import { expectSuccess } from './answers.ts'
import type { Docked, PlatformCaseContext } from './case.ts'
import type { PlatformAnswer } from './wire.ts'

/** Lines with values of the kit's own. */
export function lines(context: PlatformCaseContext, count: number): string {
  return Array.from({ length: count }, () => `${JSON.stringify({ personId: context.canary(), name: '甲' })}\n`).join('')
}

/** What a batch that was taken in is answered. */
export function taken(answer: PlatformAnswer, what: string): { number: unknown; repeated: unknown; receipt: unknown } {
  const { number, repeated, receipt } = expectSuccess(answer, what)
  return { number, repeated, receipt }
}

/** The receipts about the resource of a case, of one batch. */
export async function receiptsOf(
  context: PlatformCaseContext,
  docked: Docked,
  reference: string,
  after: number,
): Promise<unknown[]> {
  const resource = `${docked.system.id}/${docked.resource}`
  const receipts = await context.administrator.receiptsAfter(after)
  return receipts.filter((receipt) => receipt.resource === resource && receipt.reference === reference)
}

/** The number of a receipt in an answer; not a number where there is none. */
export function numberOf(receipt: unknown): number {
  return Number((receipt as { readonly number?: unknown } | undefined)?.number)
}
