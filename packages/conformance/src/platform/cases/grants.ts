import { readGrant } from '@berth/trust'
import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused, expectSuccess, textOf } from '../answers.ts'
import type { PlatformCase } from '../case.ts'
import { kitResource, purposes } from '../publication.ts'

/** What an administrator grants. */
export const grantCases: readonly PlatformCase[] = [
  {
    id: 'grants/token',
    clause: 'PLT-9',
    run: async (context) => {
      const [docked, consumer] = [await context.docked(), await context.consumer()]
      const { id, token } = await context.grant(docked, consumer, { clearance: 2, basis: '协议 12 号', days: 30 })
      const keys = await context.keys()
      const { issuedAt, notBefore, expiresAt, ...grant } = await readGrant(token, keys)
      expectEqual(
        grant,
        {
          id,
          issuer: grant.issuer,
          consumer: consumer.id,
          system: docked.system.id,
          resource: `${docked.system.id}/${docked.resource}`,
          items: ['personId', 'name'],
          clearance: 2,
          purpose: purposes[0],
          basis: '协议 12 号',
        },
        'what a grant holds',
      )
      expectThat(
        keys.some((key) => key.id === grant.issuer),
        'a grant is issued by somebody who is not the platform',
      )
      expectEqual(expiresAt - issuedAt, 30 * 86_400_000, 'how long a grant of 30 days holds, in milliseconds')
      expectThat(
        notBefore <= expiresAt && Math.abs(issuedAt - context.now()) < 60_000,
        'the times of a grant are wrong',
      )
    },
  },
  {
    id: 'grants/refused',
    clause: 'PLT-9',
    run: async (context) => {
      const [docked, consumer] = [await context.docked(), await context.consumer()]
      const uncleared = await context.enrol('consumer')
      const wish = {
        consumer: consumer.id,
        resource: `${docked.system.id}/${docked.resource}`,
        items: ['personId'],
        clearance: 3,
        purpose: purposes[0],
      }
      const wishes: readonly (readonly [string, object, string])[] = [
        ["a clearance above the consumer's", { clearance: 4 }, 'PARAMETER_INVALID'],
        ['a clearance that is none', { clearance: 'secret' }, 'PARAMETER_INVALID'],
        ['a consumer without clearance', { consumer: uncleared.id }, 'PARAMETER_INVALID'],
        ['an item that is not published', { items: ['personId', 'salary'] }, 'PARAMETER_INVALID'],
        ['no items', { items: [] }, 'PARAMETER_INVALID'],
        ['an item twice', { items: ['personId', 'personId'] }, 'PARAMETER_INVALID'],
        ['a purpose that the resource is not for', { purpose: 'kit-gossip' }, 'PARAMETER_INVALID'],
        ['no days at all', { days: 0 }, 'PARAMETER_INVALID'],
        ['ten years', { days: 3653 }, 'PARAMETER_INVALID'],
        ['a member that nobody knows', { forever: true }, 'PARAMETER_UNKNOWN'],
        ['a consumer that nobody enrolled', { consumer: context.freshName('nobody') }, 'CONSUMER_UNKNOWN'],
        ['a system for a consumer', { consumer: docked.system.id }, 'CONSUMER_UNKNOWN'],
        ['a resource that nobody published', { resource: `${docked.system.id}/nothing` }, 'RESOURCE_UNKNOWN'],
      ]
      for (const [what, change, code] of wishes) {
        const answer = await context.administrator.call('POST', '/api/admin/grants', { ...wish, ...change })
        expectRefused(answer, [code], `a grant with ${what}`)
      }
      const sharing = { type: 'none', basis: '档案法', purposes: [] }
      const closed = { ...docked.publication, resources: [kitResource(docked.resource, { sharing, modes: {} })] }
      expectSuccess(await docked.publish(closed), 'publishing a resource that is not shared')
      const answer = await context.administrator.call('POST', '/api/admin/grants', wish)
      expectRefused(answer, ['NOTHING_GRANTED'], 'a grant of a resource that is not shared')
    },
  },
  {
    id: 'grants/listed',
    clause: 'PLT-9',
    run: async (context) => {
      const [docked, consumer] = [await context.docked(), await context.consumer()]
      const { id, token } = await context.grant(docked, consumer)
      const listed = async (): Promise<Readonly<Record<string, unknown>> | undefined> => {
        const answer = await context.administrator.call('GET', '/api/admin/grants')
        const { grants } = expectSuccess(answer, 'the list of grants')
        expectThat(!textOf(answer).includes(token), 'the list of grants holds their tokens')
        return (grants as readonly Readonly<Record<string, unknown>>[]).find((grant) => grant['id'] === id)
      }
      const before = await listed()
      expectEqual(
        [before?.['consumer'], before?.['items']],
        [consumer.id, ['personId', 'name']],
        'a grant as it is listed',
      )
      expectThat(before?.['revokedAt'] === undefined, 'a grant that holds is listed as revoked')
      await context.administrator.revokeGrant(id)
      expectThat(typeof (await listed())?.['revokedAt'] === 'string', 'a grant that was revoked is not listed as such')
      const ofSystem = await context.administrator.call('GET', `/api/admin/grants?system=${docked.system.id}`)
      const { grants } = expectSuccess(ofSystem, 'the grants of one system')
      const resources = (grants as readonly { readonly resource: string }[]).map(({ resource }) => resource)
      const foreign = resources.filter((resource) => !resource.startsWith(`${docked.system.id}/`))
      expectEqual(
        [foreign, resources.includes(`${docked.system.id}/${docked.resource}`)],
        [[], true],
        'the grants of one system',
      )
      const unknown = await context.administrator.call('DELETE', '/api/admin/grants/kit-no-such-grant')
      expectRefused(unknown, ['GRANT_INVALID'], 'revoking a grant that there is not')
    },
  },
]
