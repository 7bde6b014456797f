import { BerthError, type ReceiptEntry } from '@berth/core'
import type { GivenValues } from '../service/given-values.ts'

/** What is kept of a submission until the system is up: all that passing it on needs. It holds values. */
export interface QueuedSubmission {
  /** As it was given, and checked. */
  readonly input: GivenValues
  /** The receipt to write when it is carried out; its time is that of the submission. */
  readonly entry: ReceiptEntry
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

export function queuedBytes(submission: QueuedSubmission): Uint8Array {
  return Buffer.from(JSON.stringify(submission))
}

/** Throws `STATE_CORRUPT`. */
export function readQueued(bytes: Uint8Array | undefined): QueuedSubmission {
  try {
    const { input, entry, expiresAt } = JSON.parse(Buffer.from(bytes ?? []).toString()) as Partial<QueuedSubmission>
    if (input !== undefined && entry !== undefined && typeof expiresAt === 'number') return { input, entry, expiresAt }
  } catch (cause) {
    throw new BerthError('STATE_CORRUPT', { file: 'state.sqlite', nativeCode: 'queued submission' }, { cause })
  }
  throw new BerthError('STATE_CORRUPT', { file: 'state.sqlite', nativeCode: 'queued submission' })
}
