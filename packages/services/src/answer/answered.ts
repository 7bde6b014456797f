import { type Payload, readPayload } from './payload.ts'
import { type Outcome, outcomeOf, type Success } from './success.ts'

/** What an answer says of itself, and the document that its records stand in. */
export interface Answered {
  readonly outcome: Outcome
  readonly root: unknown
}

/**
 * Goes through an answer to the document with the records. The answer may say that it succeeded, the document inside it
 * may, or both. Throws what `outcomeOf` and `readPayload` throw.
 */
export function answered(
  outer: unknown,
  { success, payload }: { readonly success: Success | undefined; readonly payload: Payload | undefined },
  maxBytes: number,
  call: string,
): Answered {
  const outcome = outcomeOf(outer, success, call)
  if (outcome !== 'records' || payload === undefined) return { outcome, root: outer }
  const root = readPayload(outer, payload, maxBytes, call)
  return { outcome: outcomeOf(root, payload.success, call), root }
}
