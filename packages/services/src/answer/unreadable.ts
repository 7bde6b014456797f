import { type AnswerProblem, BerthError, type ErrorDetails } from '@berth/core'

/** `ANSWER_UNREADABLE`; `details` fill the words of the problem. */
export function unreadable(
  call: string,
  problem: AnswerProblem,
  details: ErrorDetails = {},
  cause?: unknown,
): BerthError {
  return new BerthError('ANSWER_UNREADABLE', { call, problem, ...details }, cause === undefined ? {} : { cause })
}
