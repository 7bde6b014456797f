import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused, expectSuccess, textOf, told } from '../answers.ts'
import type { Docked, PlatformCase, PlatformCaseContext } from '../case.ts'
import type { AgentReply } from '../kit-agent.ts'
import type { KitParty } from '../party.ts'
import { agentProblem, jsonReply, lookupDocument, problemHeaders } from '../replies.ts'
import type { PlatformAnswer } from '../wire.ts'

interface Asked {
  readonly docked: Docked
  readonly consumer: KitParty
  readonly resource: string
  /** Asks; the agent replies with this. */
  readonly ask: (reply: AgentReply) => Promise<PlatformAnswer>
}

async function granted(context: PlatformCaseContext): Promise<Asked> {
  const [docked, consumer] = [await context.docked(), await context.consumer()]
  await context.grant(docked, consumer)
  const ask = (reply: AgentReply): Promise<PlatformAnswer> => {
    docked.agent.answering = () => reply
    return context.ask(docked, consumer, { headers: { 'accept-language': 'en' } })
  }
  return { docked, consumer, resource: `${docked.system.id}/${docked.resource}`, ask }
}

const away = ['AGENT_UNREACHABLE']

/** What comes back from a department. */
export const answerCases: readonly PlatformCase[] = [
  {
    id: 'answers/bytes',
    clause: 'PLT-12',
    run: async (context) => {
      const { ask, resource } = await granted(context)
      const plain = JSON.stringify(
        lookupDocument(resource, [
          { personId: '1', name: '甲' },
          { personId: '2', name: null },
        ]),
      )
      const body = ` ${plain.replaceAll(',', ' ,\n').replace('甲', '\\u7532')}\n`
      const answer = await ask({ status: 200, body })
      expectEqual(answer.status, 200, "the status of a department's answer")
      expectEqual(textOf(answer), body, "the bytes of a department's answer")
      expectThat(
        (answer.headers['content-type'] ?? '').startsWith('application/json'),
        'the answer is not typed as JSON',
      )
      expectThat(/^\d+ [0-9a-f]{64}$/.test(answer.headers['berth-receipt'] ?? ''), 'the answer has no Berth-Receipt')
    },
  },
  {
    id: 'answers/as-of',
    clause: 'PLT-12',
    run: async (context) => {
      const { ask, resource } = await granted(context)
      const asOf = '2026-01-02T03:04:05.000Z'
      const answer = expectSuccess(
        await ask(jsonReply(200, lookupDocument(resource, [], { asOf }))),
        'an answer of a replica',
      )
      expectEqual(answer['asOf'], asOf, 'the time of the data of an answer of a replica')
      expectRefused(
        await ask(jsonReply(200, lookupDocument(resource, [], { asOf: 'soon' }))),
        ['PROTOCOL_ERROR'],
        'a time that is none',
      )
    },
  },
  {
    id: 'answers/problem',
    clause: 'PLT-12',
    run: async (context) => {
      const { ask, docked } = await granted(context)
      const answer = await ask(jsonReply(503, agentProblem, { ...problemHeaders, 'retry-after': '167400' }))
      const problem = expectRefused(answer, ['SYSTEM_BUSY'], "a department's own refusal")
      const { origin, action, message, next } = agentProblem
      expectEqual(
        [answer.status, problem['origin'], problem['action'], problem['message'], problem['next'], problem['system']],
        [503, origin, action, message, next, docked.system.id],
        "status, origin, action, message, next and system of a department's own refusal",
      )
      expectEqual(answer.headers['retry-after'], '167400', "the Retry-After of a department's own refusal")
    },
  },
  {
    id: 'answers/beyond-the-grant',
    clause: 'PLT-12',
    run: async (context) => {
      const { ask, resource } = await granted(context)
      const canary = context.canary()
      const row = { personId: '1', registeredOn: canary }
      const wrong: readonly (readonly [string, object])[] = [
        ['items that were not granted', lookupDocument(resource, [row], { items: ['personId', 'registeredOn'] })],
        ['rows with more than the items', lookupDocument(resource, [row])],
        ['a member that nobody knows', lookupDocument(resource, [], { more2: canary })],
        ['a value that is not plain', lookupDocument(resource, [{ name: { registeredOn: canary } }])],
        [
          'text in place of a withheld item',
          lookupDocument(resource, [], { withheld: [{ item: `${canary} x`, reason: 'NO_GRADE' }] }),
        ],
      ]
      for (const [what, document] of wrong) {
        const answer = await ask(jsonReply(200, document))
        expectRefused(answer, ['PROTOCOL_ERROR'], `an answer with ${what}`)
        expectThat(!textOf(answer).includes(canary), `the refusal of an answer with ${what} prints it`)
      }
    },
  },
  {
    id: 'answers/malformed',
    clause: 'PLT-12',
    run: async (context) => {
      const { ask, resource } = await granted(context)
      const replies: readonly (readonly [string, AgentReply])[] = [
        ['half a document', { status: 200, body: '{"rows":[' }],
        ['a page', { status: 200, body: '<html><body>ok</body></html>', headers: { 'content-type': 'text/html' } }],
        ['nothing', { status: 200, body: '' }],
        ['another resource', jsonReply(200, lookupDocument(`${resource}x`, []))],
        ['rows that are none', jsonReply(200, lookupDocument(resource, [], { rows: 'none' }))],
        ['an item twice', jsonReply(200, lookupDocument(resource, [], { items: ['name', 'name'] }))],
      ]
      for (const [what, reply] of replies) {
        expectRefused(await ask(reply), ['PROTOCOL_ERROR'], `a department that answers ${what}`)
      }
    },
  },
  {
    id: 'answers/between-platform-and-agent',
    clause: 'PLT-12',
    run: async (context) => {
      const { ask } = await granted(context)
      for (const code of ['SIGNATURE_INVALID', 'CLOCK_SKEW']) {
        const answer = await ask(jsonReply(401, { ...agentProblem, code, status: 401 }, problemHeaders))
        expectRefused(answer, ['AGENT_REFUSED'], `a department that refuses the platform's own request (${code})`)
      }
    },
  },
  {
    id: 'answers/no-problem',
    clause: 'PLT-12',
    run: async (context) => {
      const { ask } = await granted(context)
      expectRefused(
        await ask({ status: 502, body: '<h1>Bad Gateway</h1>' }),
        away,
        'a gateway that cannot reach the department',
      )
      expectRefused(await ask(jsonReply(404, {})), ['AGENT_REFUSED'], 'a refusal without a problem')
    },
  },
  {
    id: 'answers/redirect',
    clause: 'PLT-12',
    run: async (context) => {
      const { ask, docked } = await granted(context)
      const location = `${docked.agent.url}/elsewhere`
      expectRefused(
        await ask({ status: 307, body: '', headers: { location } }),
        ['AGENT_REFUSED'],
        'a department that redirects',
      )
      expectEqual(
        docked.agent.arrived.map(({ path }) => path).filter((path) => path.includes('elsewhere')),
        [],
        'redirects followed',
      )
    },
  },
  {
    id: 'answers/too-large',
    clause: 'PLT-12',
    level: 'standard',
    run: async (context) => {
      const { ask, docked } = await granted(context)
      const endless = 67_108_864
      expectRefused(await ask({ endless }), ['AGENT_REFUSED'], 'an answer of 64 MiB')
      expectThat(docked.agent.sentBytes() < endless, 'an answer of 64 MiB was taken in whole')
    },
  },
  {
    id: 'answers/unreachable',
    clause: 'PLT-12',
    run: async (context) => {
      const { ask, docked, consumer } = await granted(context)
      expectRefused(await ask('cut'), away, 'a department that drops the line')
      await docked.agent.close()
      const answer = await context.ask(docked, consumer)
      const problem = expectRefused(answer, away, 'a department that is not there')
      expectEqual(problem['origin'], 'remote-department', 'whose fault it is that the department is not there')
    },
  },
  {
    id: 'answers/stalled',
    clause: 'PLT-12',
    level: 'full',
    run: async (context) => {
      const { ask } = await granted(context)
      const answer = await ask('stall')
      const problem = expectRefused(answer, away, `a department that says nothing (${told(answer)})`)
      expectEqual(problem['action'], 'retry', 'what to do about a department that says nothing')
    },
  },
]
