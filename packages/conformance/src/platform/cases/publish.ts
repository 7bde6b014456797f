import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused, expectSuccess } from '../answers.ts'
import type { Docked, PlatformCase, PlatformCaseContext } from '../case.ts'
import { item, type KitPublication, kitPublication, kitResource } from '../publication.ts'
import type { PlatformAnswer } from '../wire.ts'

function read({ send }: PlatformCaseContext, docked: Docked, version?: unknown): Promise<PlatformAnswer> {
  const query = version === undefined ? '' : `?version=${String(version)}`
  return send({ path: `/api/catalogue/${docked.system.id}/${docked.resource}${query}` })
}

function withResource({ publication, resource }: Docked, change: Readonly<Record<string, unknown>>): KitPublication {
  return { ...publication, resources: [kitResource(resource, change)] }
}

type Breaking = (docked: Docked) => unknown

function withItem(change: Readonly<Record<string, unknown>>): Breaking {
  return (docked) => withResource(docked, { items: [item('personId', '身份标识', 3), item('name', '姓名', 2, change)] })
}

/** Publications that break a rule each. */
const broken: readonly (readonly [string, Breaking])[] = [
  ['a column of the database', withItem({ from: 'XM' })],
  ['a connection', ({ publication }) => ({ ...publication, connections: {} })],
  ['an item without maintainer', withItem({ maintainer: undefined })],
  ['an item without title', withItem({ title: undefined })],
  ['a type that is none', withItem({ type: 'varchar(18)' })],
  ['an item twice', (docked) => withResource(docked, { items: [item('personId', 'a', 3), item('personId', 'b', 3)] })],
  [
    'a question by an item that is not there',
    (docked) => withResource(docked, { modes: { parameter: { by: [['nothing']], limit: 1 } } }),
  ],
  [
    'conditional sharing without a condition',
    (docked) => withResource(docked, { sharing: { type: 'conditional', purposes: [] } }),
  ],
  [
    'no sharing, without a basis',
    (docked) => withResource(docked, { sharing: { type: 'none', purposes: [] }, modes: {} }),
  ],
  [
    'no sharing that offers something',
    (docked) => withResource(docked, { sharing: { type: 'none', basis: 'x', purposes: [] } }),
  ],
  [
    "another system's id",
    ({ publication }) => ({ ...publication, system: { ...publication.system, id: 'kit-nobody' } }),
  ],
  ['a script for an address', ({ publication }) => ({ ...publication, agentUrl: 'javascript:alert(1)' })],
  ['an address with a password', ({ publication }) => ({ ...publication, agentUrl: 'http://a:b@127.0.0.1/' })],
  ['a control character', (docked) => withResource(docked, { title: { zh: 'a\u0000b' } })],
  ['no resources', ({ publication }) => ({ ...publication, resources: undefined })],
  ['no JSON', () => '{'],
]

/** What systems publish. */
export const publishCases: readonly PlatformCase[] = [
  {
    id: 'publish/same',
    clause: 'PLT-4',
    run: async (context) => {
      const docked = await context.docked()
      const again = expectSuccess(await docked.publish(docked.publication), 'publishing the same again')
      expectEqual(again['changed'], false, '"changed" of a publication that is the same')
      const digest = { ...docked.publication, manifest: 'b'.repeat(64) }
      const redone = expectSuccess(await docked.publish(digest), 'publishing the same from another manifest')
      expectEqual(redone, again, 'what publishing the same from another manifest answers')
      expectEqual(
        expectSuccess(await read(context, docked), 'the resource')['version'],
        1,
        'the version of the resource',
      )
    },
  },
  {
    id: 'publish/versions',
    clause: 'PLT-4',
    run: async (context) => {
      const docked = await context.docked()
      const before = expectSuccess(await docked.publish(docked.publication), 'publishing the same again')['version']
      const renamed = withResource(docked, { title: { zh: '改名' } })
      const after = expectSuccess(await docked.publish(renamed), 'publishing with another title')
      expectEqual(after, { version: Number(before) + 1, changed: true }, 'what publishing a change answers')
      const newest = expectSuccess(await read(context, docked), 'the resource')
      expectEqual([newest['version'], newest['title']], [2, { zh: '改名' }], 'version and title of the resource')
      const first = expectSuccess(await read(context, docked, 1), 'version 1 of the resource')
      expectEqual(first['title'], docked.publication.resources[0]?.['title'], 'the title of version 1')
      expectRefused(await read(context, docked, 3), ['RESOURCE_UNKNOWN'], 'a version that there is not')
    },
  },
  {
    id: 'publish/withdrawn',
    clause: 'PLT-4',
    run: async (context) => {
      const docked = await context.docked()
      expectSuccess(await docked.publish({ ...docked.publication, resources: [] }), 'publishing without the resource')
      expectRefused(await read(context, docked), ['RESOURCE_UNKNOWN'], 'a resource that was withdrawn')
      const old = expectSuccess(await read(context, docked, 1), 'version 1 of a resource that was withdrawn')
      expectThat(typeof old['withdrawnAt'] === 'string', 'a version of a resource that was withdrawn does not say when')
      const { total } = expectSuccess(await context.send({ path: `/api/catalogue?q=${docked.resource}` }), 'a search')
      expectEqual(total, 0, 'how many entries a search for a resource that was withdrawn finds')
      expectSuccess(await docked.publish(docked.publication), 'publishing it once more')
      const back = expectSuccess(await read(context, docked), 'a resource that came back')
      expectThat(!('withdrawnAt' in back), 'a resource that came back is still said to be withdrawn')
    },
  },
  {
    id: 'publish/refused',
    clause: 'PLT-4',
    run: async (context) => {
      const docked = await context.docked()
      const before = expectSuccess(await read(context, docked), 'the resource')
      for (const [what, make] of broken) {
        expectRefused(await docked.publish(make(docked)), ['PUBLICATION_REFUSED'], `a publication with ${what}`)
      }
      const after = expectSuccess(await read(context, docked), 'the resource behind refused publications')
      expectEqual(after, before, 'the resource behind refused publications')
    },
  },
  {
    id: 'publish/state-secrets',
    clause: 'PLT-4',
    run: async (context) => {
      const docked = await context.docked()
      for (const grade of ['secret', '涉密', '机密', 5]) {
        const made = withItem({ grade })(docked)
        expectRefused(await docked.publish(made), ['PUBLICATION_REFUSED'], `an item of grade ${JSON.stringify(grade)}`)
      }
      for (const category of ['涉密', 'state secret', '绝密']) {
        const made = withItem({ categories: ['personal', category] })(docked)
        expectRefused(
          await docked.publish(made),
          ['PUBLICATION_REFUSED'],
          `an item of the category ${JSON.stringify(category)}`,
        )
      }
    },
  },
  {
    id: 'publish/whole',
    clause: 'PLT-4',
    run: async (context) => {
      const docked = await context.docked()
      const second = context.freshName('resource')
      const half = {
        ...docked.publication,
        resources: [kitResource(second), kitResource(docked.resource, { items: [] })],
      }
      expectRefused(
        await docked.publish(half),
        ['PUBLICATION_REFUSED'],
        'a publication whose second resource has no items',
      )
      const { status } = await context.send({ path: `/api/catalogue/${docked.system.id}/${second}` })
      expectEqual(status, 404, 'the status of the first resource of a publication that was refused')
      expectSuccess(await read(context, docked), 'the resource that was published before')
    },
  },
  {
    id: 'publish/other-systems',
    clause: 'PLT-4',
    level: 'standard',
    run: async (context) => {
      const docked = await context.docked()
      const other = await context.enrol('system')
      const empty = kitPublication(other.id, { resources: [], operations: [] })
      expectSuccess(await other.send('PUT', `/api/catalogue/${other.id}`, empty), 'another system publishing nothing')
      expectSuccess(await read(context, docked), "a system's resource, behind another system's publication")
    },
  },
]
