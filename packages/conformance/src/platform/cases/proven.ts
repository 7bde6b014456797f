import { generateKey, type SignedAnswer, type SigningKey, signAnswer } from '@berth/trust'
import { expectEqual } from '../../run/expect.ts'
import { expectRefused, expectSuccess, textOf } from '../answers.ts'
import type { Docked, PlatformCase, PlatformCaseContext } from '../case.ts'
import type { ArrivedRequest, KitAgent } from '../kit-agent.ts'
import type { KitParty } from '../party.ts'
import { acceptedDocument, lookupDocument } from '../replies.ts'

/** Answers every request so, signed by the key over what `change` makes of the answer. */
function answerSigned(
  agent: KitAgent,
  document: unknown,
  key: SigningKey,
  change: (answer: SignedAnswer) => SignedAnswer = (answer) => answer,
): void {
  agent.answering = ({ headers }: ArrivedRequest) => {
    const body = JSON.stringify(document)
    const answer = change({ request: headers['berth-signature'] ?? '', status: 200, body })
    return { status: 200, body, headers: { 'berth-answer-signature': signAnswer(key, answer, Date.now()) } }
  }
}

/** A system of its own that may be asked: one that has signed has to go on, and those of other cases do not sign. */
async function signing(context: PlatformCaseContext): Promise<{ docked: Docked; consumer: KitParty; found: object }> {
  const docked = await context.docked({}, await context.enrol('system'))
  const consumer = await context.consumer()
  await context.grant(docked, consumer)
  return { docked, consumer, found: lookupDocument(`${docked.system.id}/${docked.resource}`, []) }
}

/** Answers that agents sign. */
export const provenCases: readonly PlatformCase[] = [
  {
    id: 'proven/from-then-on',
    clause: 'PLT-23',
    run: async (context) => {
      const { docked, consumer, found } = await signing(context)
      docked.agent.answering = () => ({ status: 200, body: JSON.stringify(found) })
      expectSuccess(await context.ask(docked, consumer), 'an answer of an agent that never signed')
      answerSigned(docked.agent, found, docked.system.key)
      const signed = await context.ask(docked, consumer)
      expectSuccess(signed, 'an answer that the agent signed')
      expectEqual(textOf(signed), JSON.stringify(found), 'an answer that the agent signed')
      docked.agent.answering = () => ({ status: 200, body: JSON.stringify(found) })
      const unsigned = await context.ask(docked, consumer)
      expectRefused(unsigned, ['ANSWER_UNPROVEN'], 'an answer without a signature, behind one that was signed')
    },
  },
  {
    id: 'proven/bound',
    clause: 'PLT-23',
    run: async (context) => {
      const { docked, consumer, found } = await signing(context)
      const { agent, system } = docked
      const wrong: readonly (readonly [string, SigningKey, (answer: SignedAnswer) => SignedAnswer])[] = [
        ['by another key', generateKey(system.id), (answer) => answer],
        ['over other bytes', system.key, (answer) => ({ ...answer, body: '{}' })],
        ['over another status', system.key, (answer) => ({ ...answer, status: 202 })],
        ['to another question', system.key, (answer) => ({ ...answer, request: `${answer.request}x` })],
      ]
      for (const [what, key, change] of wrong) {
        answerSigned(agent, found, key, change)
        expectRefused(await context.ask(docked, consumer), ['ANSWER_UNPROVEN'], `an answer that was signed ${what}`)
      }
    },
  },
  {
    id: 'proven/submission',
    clause: 'PLT-23',
    run: async (context) => {
      const { docked, consumer } = await signing(context)
      const resource = `${docked.system.id}/${docked.operation}`
      await context.grant(docked, consumer, { resource, items: ['reason'] })
      answerSigned(docked.agent, acceptedDocument(resource), generateKey(docked.system.id))
      const answer = await context.submit(docked, consumer, context.freshName('key'))
      expectRefused(answer, ['UNKNOWN_OUTCOME'], 'a submission whose answer another key signed')
    },
  },
]
