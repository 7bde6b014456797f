import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused } from '../answers.ts'
import type { PlatformCase } from '../case.ts'
import { jsonReply, lookupDocument } from '../replies.ts'

/** Versions of the contract. */
export const versionCases: readonly PlatformCase[] = [
  {
    id: 'versions/told',
    clause: 'PLT-19',
    run: async ({ send }) => {
      for (const path of ['/health', '/.well-known/jwks.json', '/api/catalogue', '/api/kit-nowhere']) {
        const { headers } = await send({ path })
        expectEqual(headers['berth-contract'], '1', `Berth-Contract of the answer to ${path}`)
      }
    },
  },
  {
    id: 'versions/request',
    clause: 'PLT-19',
    run: async (context) => {
      const [docked, consumer] = [await context.docked(), await context.consumer()]
      docked.agent.answering = () => jsonReply(200, lookupDocument(`${docked.system.id}/${docked.resource}`, []))
      await context.grant(docked, consumer)
      for (const version of ['2', '0', '1.0', 'x']) {
        const headers = { 'berth-contract': version }
        const answer = await context.ask(docked, consumer, { headers })
        expectRefused(answer, ['PROTOCOL_VERSION_UNSUPPORTED'], `a question by version ${version} of the contract`)
      }
      expectEqual(docked.agent.arrived.length, 0, 'questions by another version that reached the department')
      const answer = await context.ask(docked, consumer, { headers: { 'berth-contract': '1' } })
      expectEqual(answer.status, 200, 'the status of a question by version 1 of the contract')
      expectEqual(
        docked.agent.arrived[0]?.headers['berth-contract'],
        '1',
        'Berth-Contract of what reached the department',
      )
    },
  },
  {
    id: 'versions/publication',
    clause: 'PLT-19',
    run: async (context) => {
      const docked = await context.docked()
      for (const berth of [2, 0, '1']) {
        const answer = await docked.publish({ ...docked.publication, berth })
        expectRefused(
          answer,
          ['PUBLICATION_REFUSED'],
          `a publication by version ${JSON.stringify(berth)} of the contract`,
        )
      }
      const { status } = await context.send({ path: `/api/catalogue/${docked.system.id}/${docked.resource}` })
      expectThat(status === 200, 'a publication by another version withdrew what was published')
    },
  },
]
