import { BerthError } from '@berth/core'
import { answerProblem } from '@berth/trust'
import { findParty } from '../enrolment/parties.ts'
import type { PlatformContext } from '../platform-context.ts'
import type { AgentAnswer } from './agent-exchange.ts'

/**
 * Proves that an answer is the agent's own, and to this very request. A system whose agent has signed once has to sign from
 * then on: whoever takes the signature away on the way is found out.
 *
 * Errors: `ANSWER_UNPROVEN`, or for a submission `UNKNOWN_OUTCOME`, for what was done cannot be told.
 */
export async function proveAnswer(
  context: PlatformContext,
  system: string,
  answer: AgentAnswer,
  submission: boolean,
): Promise<void> {
  const [row] = await context.store.query<{ readonly signs_answers: boolean }>(
    'select signs_answers from parties where id = $1',
    [system],
  )
  const party = await findParty(context.store, system)
  if (row === undefined || party === undefined) throw new BerthError('SYSTEM_UNKNOWN', { system })
  const { signature } = answer
  if (signature === undefined && !row.signs_answers) return
  const problem = await answerProblem(signature, answer, party.key)
  if (problem !== undefined) {
    const unproven = new BerthError('ANSWER_UNPROVEN', { system, problem })
    throw submission ? new BerthError('UNKNOWN_OUTCOME', { call: 'submit' }, { cause: unproven }) : unproven
  }
  if (!row.signs_answers) await context.store.query('update parties set signs_answers = true where id = $1', [system])
}
