import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused, expectSuccess } from '../answers.ts'
import type { Docked, PlatformCase, PlatformCaseContext } from '../case.ts'
import type { AgentReply } from '../kit-agent.ts'
import type { KitParty } from '../party.ts'
import { acceptedDocument, agentProblem, jsonReply, keepingAgent, problemHeaders } from '../replies.ts'

interface Submitting {
  readonly docked: Docked
  readonly consumer: KitParty
  readonly operation: string
}

async function granted(context: PlatformCaseContext): Promise<Submitting> {
  const [docked, consumer] = [await context.docked(), await context.consumer()]
  const operation = `${docked.system.id}/${docked.operation}`
  await context.grant(docked, consumer, { resource: operation, items: ['personId', 'reason'] })
  return { docked, consumer, operation }
}

/** Submissions to operations. */
export const submitCases: readonly PlatformCase[] = [
  {
    id: 'submit/same-key',
    clause: 'PLT-13',
    run: async (context) => {
      const { docked, consumer, operation } = await granted(context)
      const agent = keepingAgent(operation)
      docked.agent.answering = agent.reply
      const key = context.freshName('key')
      const first = expectSuccess(await context.submit(docked, consumer, key), 'a submission')
      const again = expectSuccess(await context.submit(docked, consumer, key), 'the same submission under the same key')
      expectEqual([first['repeated'], again['repeated']], [false, true], '"repeated" of a submission sent twice')
      expectEqual(agent.done(), 1, 'how often the department did what was sent twice under one key')
    },
  },
  {
    id: 'submit/keys-refused',
    clause: 'PLT-13',
    run: async (context) => {
      const { docked, consumer, operation } = await granted(context)
      docked.agent.answering = keepingAgent(operation).reply
      expectRefused(
        await context.submit(docked, consumer, undefined),
        ['PARAMETER_MISSING'],
        'a submission without a key',
      )
      for (const [what, key] of [
        ['a blank', 'a b'],
        ['201 characters', 'k'.repeat(201)],
      ] as const) {
        expectRefused(await context.submit(docked, consumer, key), ['PARAMETER_INVALID'], `a key with ${what}`)
      }
      expectEqual(docked.agent.arrived.length, 0, 'submissions without a good key that reached the department')
    },
  },
  {
    id: 'submit/items',
    clause: 'PLT-13',
    run: async (context) => {
      const { docked, consumer, operation } = await granted(context)
      docked.agent.answering = keepingAgent(operation).reply
      const beyond = await context.submit(docked, consumer, context.freshName('key'), { values: { amount: '1' } })
      expectRefused(beyond, ['GRANT_INVALID'], 'a submission of an item that is not granted')
      const unknown = await context.submit(docked, consumer, context.freshName('key'), { values: { salary: '1' } })
      expectRefused(unknown, ['PARAMETER_UNKNOWN'], 'a submission of an item that is not published')
      expectEqual(docked.agent.arrived.length, 0, 'submissions of such items that reached the department')
    },
  },
  {
    id: 'submit/unknown-outcome',
    clause: 'PLT-13',
    run: async (context) => {
      const { docked, consumer, operation } = await granted(context)
      const replies: readonly (readonly [string, AgentReply])[] = [
        ['drops the line', 'cut'],
        ['answers what nobody can read', { status: 200, body: 'done' }],
        ['answers without saying what it did', jsonReply(200, { operation })],
        ['is dropped by a gateway', { status: 502, body: '' }],
        ['queues it without saying until when', jsonReply(202, acceptedDocument(operation, { accepted: 'queued' }))],
      ]
      for (const [what, reply] of replies) {
        docked.agent.answering = () => reply
        const answer = await context.submit(docked, consumer, context.freshName('key'))
        const problem = expectRefused(answer, ['UNKNOWN_OUTCOME'], `a submission to a department that ${what}`)
        expectEqual(problem['action'], 'unknown-outcome', 'the action of an unknown outcome')
      }
    },
  },
  {
    id: 'submit/stalled',
    clause: 'PLT-13',
    level: 'full',
    run: async (context) => {
      const { docked, consumer } = await granted(context)
      docked.agent.answering = () => 'stall'
      const answer = await context.submit(docked, consumer, context.freshName('key'))
      expectRefused(answer, ['UNKNOWN_OUTCOME'], 'a submission to a department that says nothing')
    },
  },
  {
    id: 'submit/nothing-done',
    clause: 'PLT-13',
    run: async (context) => {
      const { docked, consumer } = await granted(context)
      docked.agent.answering = () => jsonReply(503, agentProblem, problemHeaders)
      const refused = await context.submit(docked, consumer, context.freshName('key'))
      expectRefused(refused, ['SYSTEM_BUSY'], 'a submission that the department refuses')
      await docked.agent.close()
      const answer = await context.submit(docked, consumer, context.freshName('key'))
      expectRefused(answer, ['AGENT_UNREACHABLE'], 'a submission to a department that is not there')
    },
  },
  {
    id: 'submit/queued',
    clause: 'PLT-13',
    run: async (context) => {
      const { docked, consumer, operation } = await granted(context)
      const times = { tryAt: '2026-11-30T00:30:00.000Z', expiresAt: '2026-12-05T02:00:00.000Z' }
      const queued = acceptedDocument(operation, { accepted: 'queued', ...times })
      docked.agent.answering = () => jsonReply(202, queued)
      const answer = await context.submit(docked, consumer, context.freshName('key'))
      expectEqual(answer.status, 202, 'the status of a submission that the department keeps for later')
      expectEqual(expectSuccess(answer, 'a queued submission'), queued, 'what a queued submission is answered')
      expectThat(answer.headers['berth-receipt'] !== undefined, 'a queued submission is answered without Berth-Receipt')
    },
  },
]
