import { BerthError, type ErrorCode } from '@berth/core'
import type { AnswerPath } from './answer-path.ts'
import { textOf } from './tree.ts'

/** How a service says in its answer that all went well, and what else it may say. */
export interface Success {
  readonly at: AnswerPath
  readonly path: string
  readonly equals: ReadonlySet<string>
  /** Values that say that there are no records. */
  readonly none: ReadonlySet<string>
  /** Values that ask to come again later, and that say the credentials are wrong. */
  readonly busy: ReadonlySet<string>
  readonly denied: ReadonlySet<string>
  /** Values that say that an operation had been done before. */
  readonly repeated: ReadonlySet<string>
  readonly message: AnswerPath | undefined
}

/** What an answer says of itself: that it has records, that there are none, that an operation had been done before. */
export type Outcome = 'records' | 'none' | 'repeated'

/**
 * What the service says of its own answer. Throws `QUERY_FAILED` with its code where that is short and plain,
 * `SYSTEM_BUSY`, `AUTH_FAILED`, or `RECORDS_MISSING` where it says nothing. Its message may quote values; it is kept as the cause
 * alone.
 */
export function outcomeOf(root: unknown, success: Success | undefined, call: string): Outcome {
  if (success === undefined) return 'records'
  const code = success.at.find(root).map(textOf)[0]
  if (code === undefined || code === null) throw new BerthError('RECORDS_MISSING', { call, path: success.path })
  if (success.equals.has(code)) return 'records'
  if (success.none.has(code)) return 'none'
  if (success.repeated.has(code)) return 'repeated'
  const failure: ErrorCode = success.busy.has(code)
    ? 'SYSTEM_BUSY'
    : success.denied.has(code)
      ? 'AUTH_FAILED'
      : 'QUERY_FAILED'
  const message = success.message?.find(root).map(textOf)[0] ?? undefined
  const cause = message === undefined ? undefined : new Error(message.slice(0, 500))
  throw new BerthError(failure, { call, nativeCode: /^[\w.-]{1,40}$/.test(code) ? code : '-' }, { cause })
}
