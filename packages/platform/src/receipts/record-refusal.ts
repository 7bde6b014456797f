import { BerthError, type ReceiptEntry } from '@berth/core'
import type { PlatformContext } from '../platform-context.ts'
import { appendReceipt } from './append-receipt.ts'

/** What is known of an exchange from its beginning. */
export type ExchangeFacts = Pick<
  ReceiptEntry,
  'resource' | 'journey' | 'consumer' | 'grant' | 'purpose' | 'basis' | 'question' | 'reference' | 'manifest'
>

/**
 * Runs an exchange. When it fails, a receipt says so before the error goes on: a refusal leaves its trace as an answer
 * does (LOG-1). `factsOf` tells what was known by then.
 */
export async function recordRefusal<Result>(
  context: PlatformContext,
  factsOf: () => ExchangeFacts,
  exchange: () => Promise<Result>,
): Promise<Result> {
  try {
    return await exchange()
  } catch (cause) {
    const facts = factsOf()
    const error = BerthError.from(cause, 'INTERNAL', { subject: facts.journey })
    await context.store.transaction((transaction) =>
      appendReceipt(transaction, {
        ...facts,
        at: new Date(context.now()).toISOString(),
        outcome: error.action === 'fail' && error.code !== 'INTERNAL' ? 'refused' : 'failed',
        code: error.code,
        items: [],
        withheld: [],
        rows: 0,
      }),
    )
    throw error
  }
}
