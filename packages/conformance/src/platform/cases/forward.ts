import { ConformanceFailure, expectEqual, expectThat } from '../../run/expect.ts'
import { expectSuccess } from '../answers.ts'
import type { Docked, PlatformCase, PlatformCaseContext, Question } from '../case.ts'
import type { ArrivedRequest } from '../kit-agent.ts'
import type { KitParty } from '../party.ts'
import { purposes } from '../publication.ts'
import { acceptedDocument, jsonReply, lookupDocument } from '../replies.ts'

interface Forwarded {
  readonly docked: Docked
  readonly consumer: KitParty
  readonly grantId: string
  readonly arrived: ArrivedRequest
}

/** One question under a grant, as it reached the department. */
async function forwarded(context: PlatformCaseContext, question: Question = {}): Promise<Forwarded> {
  const [docked, consumer] = [await context.docked(), await context.consumer()]
  docked.agent.answering = () => jsonReply(200, lookupDocument(`${docked.system.id}/${docked.resource}`, []))
  const { id } = await context.grant(docked, consumer, { clearance: 2, basis: '协议 12 号' })
  expectSuccess(await context.ask(docked, consumer, question), 'a question under a grant')
  return { docked, consumer, grantId: id, arrived: onlyArrived(docked, 'one question') }
}

function onlyArrived({ agent }: Docked, what: string): ArrivedRequest {
  const [arrived] = agent.arrived
  if (arrived !== undefined && agent.arrived.length === 1) return arrived
  throw new ConformanceFailure(`${what} reached the department ${agent.arrived.length} times, expected once`)
}

/** What reaches a department. */
export const forwardCases: readonly PlatformCase[] = [
  {
    id: 'forward/signed',
    clause: 'PLT-11',
    run: async (context) => {
      const { docked, arrived } = await forwarded(context)
      expectEqual([arrived.method, arrived.path], ['POST', `/resources/${docked.resource}/lookup`], 'method and path')
      const { issuer } = await context.verified(docked, arrived)
      expectThat(
        (await context.keys()).some((key) => key.id === issuer),
        'the request is not signed by the platform',
      )
    },
  },
  {
    id: 'forward/body',
    clause: 'PLT-11',
    run: async (context) => {
      const body = `{ "by": {"personId":"\\u7532 ${context.canary()}"},\n "purpose":"${purposes[0]}" }`
      const { arrived } = await forwarded(context, { body })
      expectEqual(Buffer.from(arrived.body).toString(), body, 'the bytes of a question as they reached the department')
    },
  },
  {
    id: 'forward/grant',
    clause: 'PLT-11',
    run: async (context) => {
      const { docked, consumer, grantId, arrived } = await forwarded(context)
      const { grant } = await context.verified(docked, arrived)
      expectEqual(
        [grant.id, grant.consumer, grant.items, grant.clearance, grant.purpose, grant.basis],
        [grantId, consumer.id, ['personId', 'name'], 2, purposes[0], '协议 12 号'],
        'id, consumer, items, clearance, purpose and basis of the grant that reached the department',
      )
    },
  },
  {
    id: 'forward/headers',
    clause: 'PLT-11',
    run: async (context) => {
      const secret = context.canary()
      const headers = { 'accept-language': 'en', authorization: `Bearer ${secret}`, cookie: `session=${secret}` }
      const { arrived, consumer } = await forwarded(context, { headers })
      expectThat(
        (arrived.headers['accept-language'] ?? '').startsWith('en'),
        "the consumer's language was not passed on",
      )
      const told = JSON.stringify(arrived.headers)
      expectThat(!told.includes(secret), "the consumer's own credentials were passed on to the department")
      const [, payload = ''] = (arrived.headers['berth-signature'] ?? '').split('.')
      const signed = Buffer.from(payload, 'base64url').toString()
      expectThat(!signed.includes(consumer.id), "the consumer's signature was passed on to the department")
    },
  },
  {
    id: 'forward/submission',
    clause: 'PLT-11',
    run: async (context) => {
      const [docked, consumer] = [await context.docked(), await context.consumer()]
      const resource = `${docked.system.id}/${docked.operation}`
      docked.agent.answering = () => jsonReply(200, acceptedDocument(resource))
      await context.grant(docked, consumer, { resource, items: ['reason'] })
      const key = context.freshName('key')
      expectSuccess(await context.submit(docked, consumer, key), 'a submission under a grant')
      const arrived = onlyArrived(docked, 'one submission')
      expectEqual([arrived.method, arrived.path], ['POST', `/operations/${docked.operation}`], 'method and path')
      expectEqual(arrived.headers['idempotency-key'], key, 'the idempotency key as it reached the department')
      const { grant } = await context.verified(docked, arrived)
      expectEqual([grant.resource, grant.items], [resource, ['reason']], 'operation and items of the grant')
    },
  },
]
