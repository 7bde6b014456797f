import { exportPublicJwk } from '@berth/trust'
import { expectEqual } from '../../run/expect.ts'
import { expectRefused, expectSuccess } from '../answers.ts'
import type { Docked, PlatformCase, PlatformCaseContext } from '../case.ts'
import type { KitParty } from '../party.ts'
import { purposes } from '../publication.ts'
import { jsonReply, lookupDocument } from '../replies.ts'

/** A resource whose agent would answer anything that arrives. */
async function asked(context: PlatformCaseContext): Promise<{ docked: Docked; consumer: KitParty }> {
  const [docked, consumer] = [await context.docked(), await context.consumer()]
  docked.agent.answering = () => jsonReply(200, lookupDocument(`${docked.system.id}/${docked.resource}`, []))
  return { docked, consumer }
}

function expectNothingArrived({ agent }: Docked, what: string): void {
  expectEqual(agent.arrived.length, 0, `${what}: requests that reached the department all the same`)
}

/** Who may ask. */
export const askCases: readonly PlatformCase[] = [
  {
    id: 'ask/no-grant',
    clause: 'PLT-10',
    run: async (context) => {
      const { docked, consumer } = await asked(context)
      expectRefused(await context.ask(docked, consumer), ['GRANT_MISSING'], 'a question without a grant')
      expectNothingArrived(docked, 'a question without a grant')
    },
  },
  {
    id: 'ask/other-purpose',
    clause: 'PLT-10',
    run: async (context) => {
      const { docked, consumer } = await asked(context)
      await context.grant(docked, consumer)
      for (const purpose of [purposes[1], 'kit-gossip']) {
        const answer = await context.ask(docked, consumer, { purpose })
        expectRefused(answer, ['PURPOSE_MISMATCH'], 'a question for a purpose that was not granted')
      }
      expectNothingArrived(docked, 'a question for a purpose that was not granted')
    },
  },
  {
    id: 'ask/revoked',
    clause: 'PLT-10',
    run: async (context) => {
      const { docked, consumer } = await asked(context)
      const { id } = await context.grant(docked, consumer)
      expectSuccess(await context.ask(docked, consumer), 'a question under a grant')
      expectEqual(docked.agent.arrived.length, 1, 'requests that reached the department for a question under a grant')
      docked.agent.arrived.length = 0
      await context.administrator.revokeGrant(id)
      expectRefused(await context.ask(docked, consumer), ['GRANT_INVALID'], 'a question under a grant that was revoked')
      expectNothingArrived(docked, 'a question under a grant that was revoked')
    },
  },
  {
    id: 'ask/expired',
    clause: 'PLT-10',
    level: 'standard',
    run: async (context) => {
      if (context.shiftClock === undefined) {
        context.note({
          zh: '已到期的授权：无法调整平台的时钟',
          en: 'grants that have expired: the clock of the platform cannot be set',
        })
        return
      }
      const { docked, consumer } = await asked(context)
      await context.grant(docked, consumer, { days: 1 })
      await context.shiftClock(86_401_000)
      expectRefused(await context.ask(docked, consumer), ['GRANT_EXPIRED'], 'a question under a grant that has expired')
      expectNothingArrived(docked, 'a question under a grant that has expired')
    },
  },
  {
    id: 'ask/other-consumer',
    clause: 'PLT-10',
    run: async (context) => {
      const { docked, consumer } = await asked(context)
      await context.grant(docked, consumer)
      const other = await context.enrol('consumer', 3)
      const { token } = await context.grant(docked, consumer, { purpose: purposes[1] })
      const headers = { 'berth-grant': token }
      const what = "a question under another consumer's grant"
      expectRefused(await context.ask(docked, other, { headers }), ['GRANT_MISSING'], what)
      expectNothingArrived(docked, what)
    },
  },
  {
    id: 'ask/other-resource',
    clause: 'PLT-10',
    run: async (context) => {
      const { docked, consumer } = await asked(context)
      const operation = `${docked.system.id}/${docked.operation}`
      await context.grant(docked, consumer, { resource: operation, items: ['reason'] })
      const what = "a question under another entry's grant"
      expectRefused(await context.ask(docked, consumer), ['GRANT_MISSING'], what)
      expectNothingArrived(docked, what)
    },
  },
  {
    id: 'ask/lowered-clearance',
    clause: 'PLT-10',
    level: 'standard',
    run: async (context) => {
      const { docked } = await asked(context)
      const consumer = await context.enrol('consumer', 3)
      await context.grant(docked, consumer)
      const { id, key } = consumer
      const code = await context.administrator.enrolmentCode({ kind: 'consumer', id, title: id, clearance: 1 })
      const body = Buffer.from(JSON.stringify({ code, id, publicKey: exportPublicJwk(key) }))
      expectSuccess(
        await context.send({ method: 'POST', path: '/api/enrol', body }),
        'an enrolment with less clearance',
      )
      const what = "a question under a grant above the consumer's clearance"
      expectRefused(await context.ask(docked, consumer), ['GRANT_INVALID'], what)
      expectNothingArrived(docked, what)
    },
  },
  {
    id: 'ask/malformed',
    clause: 'PLT-10',
    run: async (context) => {
      const { docked, consumer } = await asked(context)
      await context.grant(docked, consumer)
      const [purpose] = purposes
      const questions: readonly (readonly [string, unknown, string])[] = [
        ['no purpose', { by: {} }, 'PARAMETER_MISSING'],
        ['no question', { purpose }, 'PARAMETER_MISSING'],
        ['a member that nobody knows', { purpose, by: {}, sql: '1' }, 'PARAMETER_UNKNOWN'],
        ['an item that is not published', { purpose, by: { salary: 1 } }, 'PARAMETER_UNKNOWN'],
        ['a list for a question', { purpose, by: [] }, 'PARAMETER_INVALID'],
        ['a control character in the purpose', { purpose: 'a\u0000b', by: {} }, 'PARAMETER_INVALID'],
        ['no JSON', '{', 'PARAMETER_INVALID'],
      ]
      for (const [what, body, code] of questions) {
        expectRefused(await context.ask(docked, consumer, { body }), [code], `a question with ${what}`)
      }
      expectNothingArrived(docked, 'questions that are malformed')
    },
  },
]
