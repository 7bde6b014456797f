import { generateKey } from '@berth/trust'
import { expectEqual } from '../../run/expect.ts'
import { expectRefused } from '../answers.ts'
import type { PlatformCase } from '../case.ts'
import { kitParty } from '../party.ts'
import { kitPublication, purposes } from '../publication.ts'

/** Steps out of their order, and calls of the wrong kind. */
export const orderCases: readonly PlatformCase[] = [
  {
    id: 'order/enrolment-first',
    clause: 'PLT-20',
    run: async (context) => {
      const id = context.freshName('system')
      await context.administrator.enrolmentCode({ kind: 'system', id, title: id })
      const early = kitParty({ id, kind: 'system', key: generateKey(id) }, context.line)
      const publication = kitPublication(id, { resources: [], operations: [] })
      const published = await early.send('PUT', `/api/catalogue/${id}`, publication)
      expectRefused(published, ['SYSTEM_UNKNOWN'], 'a publication with a code that was not used yet')
      const asked = await early.send('POST', '/api/ask/a/b', { purpose: purposes[0], by: {} })
      expectRefused(asked, ['CONSUMER_UNKNOWN'], 'a question by somebody who is not enrolled')
    },
  },
  {
    id: 'order/publication-first',
    clause: 'PLT-20',
    run: async (context) => {
      const [system, consumer] = [await context.enrol('system'), await context.consumer()]
      const headers = { 'berth-rows': '1' }
      const batch = await system.send('PUT', `/api/exchange/${system.id}/early/full/1`, '{"name":"x"}\n', { headers })
      expectRefused(batch, ['RESOURCE_UNKNOWN'], 'a batch of a resource that was not published')
      const wish = {
        consumer: consumer.id,
        resource: `${system.id}/early`,
        items: ['name'],
        clearance: 1,
        purpose: 'p',
      }
      const granted = await context.administrator.call('POST', '/api/admin/grants', wish)
      expectRefused(granted, ['RESOURCE_UNKNOWN'], 'a grant of a resource that was not published')
      const question = { purpose: purposes[0], by: {} }
      const asked = await consumer.send('POST', `/api/ask/${system.id}/early`, question)
      expectRefused(asked, ['RESOURCE_UNKNOWN'], 'a question for a resource that was not published')
    },
  },
  {
    id: 'order/kinds',
    clause: 'PLT-20',
    run: async (context) => {
      const [docked, consumer] = [await context.docked(), await context.consumer()]
      const { system, operation, resource } = docked
      await context.grant(docked, consumer)
      await context.grant(docked, consumer, { resource: `${system.id}/${operation}`, items: ['reason'] })
      const asked = await consumer.send('POST', `/api/ask/${system.id}/${operation}`, { purpose: purposes[0], by: {} })
      expectRefused(asked, ['RESOURCE_UNKNOWN'], 'an operation that is asked as a resource')
      const headers = { 'idempotency-key': context.freshName('key') }
      const submitted = await consumer.send(
        'POST',
        `/api/submit/${system.id}/${resource}`,
        { purpose: purposes[0], input: {} },
        { headers },
      )
      expectRefused(submitted, ['OPERATION_UNKNOWN'], 'a resource that is submitted to as an operation')
      const batch = await system.send('PUT', `/api/exchange/${system.id}/${operation}/full/1`, '{"reason":"x"}\n', {
        headers: { 'berth-rows': '1' },
      })
      expectRefused(batch, ['RESOURCE_UNKNOWN'], 'a batch for an operation')
      expectEqual(docked.agent.arrived.length, 0, 'calls of the wrong kind that reached the department')
    },
  },
  {
    id: 'order/withdrawn',
    clause: 'PLT-20',
    run: async (context) => {
      const [docked, consumer] = [await context.docked(), await context.consumer()]
      await context.grant(docked, consumer)
      await docked.publish({ ...docked.publication, resources: [] })
      expectRefused(
        await context.ask(docked, consumer),
        ['RESOURCE_UNKNOWN'],
        'a question for a resource that was withdrawn',
      )
      const batch = await docked.deliver('full', 1, '{"name":"x"}\n')
      expectRefused(batch, ['RESOURCE_UNKNOWN'], 'a batch of a resource that was withdrawn')
      expectEqual(
        docked.agent.arrived.length,
        0,
        'questions for a resource that was withdrawn that reached the department',
      )
    },
  },
]
