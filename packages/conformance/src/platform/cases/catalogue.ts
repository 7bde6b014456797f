import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused, expectSuccess, textOf } from '../answers.ts'
import type { PlatformCase, PlatformCaseContext } from '../case.ts'
import { kitResource } from '../publication.ts'

interface Found {
  readonly total: unknown
  readonly resources: readonly string[]
}

async function search({ send }: PlatformCaseContext, words: string, more = ''): Promise<Found> {
  const answer = await send({ path: `/api/catalogue?q=${encodeURIComponent(words)}${more}` })
  const { total, entries } = expectSuccess(answer, `a search for ${JSON.stringify(words)}`)
  expectThat(Array.isArray(entries), `a search for ${JSON.stringify(words)}: "entries" is no list`)
  return { total, resources: (entries as readonly { resource: string }[]).map(({ resource }) => resource) }
}

/** Searching and reading. */
export const catalogueCases: readonly PlatformCase[] = [
  {
    id: 'catalogue/search',
    clause: 'PLT-5',
    run: async (context) => {
      const mark = context.canary()
      const id = context.freshName('resource')
      const titled = kitResource(id, { title: { zh: `婚姻登记${mark}`, en: `Marriages ${mark}` } })
      const docked = await context.docked()
      expectSuccess(await docked.publish({ ...docked.publication, resources: [titled] }), 'publishing a title')
      const full = [...mark].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join('')
      for (const words of [
        mark,
        mark.toUpperCase(),
        full,
        `marriages ${mark}`,
        `${mark} 婚姻登记`,
        `${mark} 登记日期`,
      ]) {
        expectEqual(await search(context, words), { total: 1, resources: [id] }, `what ${JSON.stringify(words)} finds`)
      }
      for (const words of [`${mark} 离婚`, `${mark}x`, `%${mark}`, `${mark.slice(0, -1)}_`, `${mark}' or '1'='1`]) {
        expectEqual(await search(context, words), { total: 0, resources: [] }, `what ${JSON.stringify(words)} finds`)
      }
    },
  },
  {
    id: 'catalogue/pages',
    clause: 'PLT-5',
    run: async (context) => {
      const mark = context.canary()
      const docked = await context.docked()
      const ids = Array.from({ length: 7 }, () => context.freshName('resource'))
      const resources = context.random.shuffle(ids).map((id) => kitResource(id, { title: { zh: mark } }))
      expectSuccess(await docked.publish({ ...docked.publication, resources }), 'publishing seven resources')
      const pages: string[] = []
      for (const offset of [0, 3, 6]) {
        const { total, resources: page } = await search(context, mark, `&limit=3&offset=${offset}`)
        expectEqual(total, 7, `the total told with the page from ${offset}`)
        expectThat(page.length <= 3, `a page of at most 3 has ${page.length} entries`)
        pages.push(...page)
      }
      const missing = ids.filter((id) => pages.filter((page) => page === id).length !== 1)
      expectEqual(
        [pages.length, missing],
        [7, []],
        'how many entries all pages have together, and those not there once',
      )
    },
  },
  {
    id: 'catalogue/bounds',
    clause: 'PLT-5',
    run: async ({ send }) => {
      for (const query of ['limit=0', 'limit=1001', 'limit=x', 'limit=-1', 'offset=-1', 'q=a&q=b']) {
        expectRefused(await send({ path: `/api/catalogue?${query}` }), ['PARAMETER_INVALID'], `a search with ${query}`)
      }
      expectSuccess(await send({ path: '/api/catalogue?limit=1000' }), 'a search with limit=1000')
    },
  },
  {
    id: 'catalogue/entry',
    clause: 'PLT-5',
    run: async (context) => {
      const docked = await context.docked()
      const answer = await context.send({ path: `/api/catalogue/${docked.system.id}/${docked.resource}` })
      const { system, kind, version, publishedAt, ...shown } = expectSuccess(answer, 'a resource of the catalogue')
      expectEqual(shown, docked.publication.resources[0], 'a resource as the catalogue shows it')
      expectEqual([system, kind, version], [docked.system.id, 'resource', 1], 'system, kind and version of a resource')
      expectThat(!Number.isNaN(Date.parse(String(publishedAt))), `"publishedAt" is no time: ${String(publishedAt)}`)
      const operation = await context.send({ path: `/api/catalogue/${docked.system.id}/${docked.operation}` })
      expectEqual(
        expectSuccess(operation, 'an operation of the catalogue')['kind'],
        'operation',
        'the kind of an operation',
      )
    },
  },
  {
    id: 'catalogue/system',
    clause: 'PLT-5',
    run: async (context) => {
      const docked = await context.docked()
      const { agentUrl: _agentUrl, ...published } = docked.publication
      const shown = expectSuccess(await context.send({ path: `/api/catalogue/${docked.system.id}` }), 'a whole system')
      expectEqual(shown, published, 'what a system published, as the catalogue shows it')
      expectSuccess(await docked.publish({ ...docked.publication, operations: [] }), 'publishing without the operation')
      const later = expectSuccess(await context.send({ path: `/api/catalogue/${docked.system.id}` }), 'a whole system')
      expectEqual(later['operations'], [], 'the operations of a system behind their withdrawal')
      const nobody = await context.send({ path: `/api/catalogue/${context.freshName('nobody')}` })
      expectRefused(nobody, ['RESOURCE_UNKNOWN'], 'a system that never published')
    },
  },
  {
    id: 'catalogue/hides-addresses',
    clause: 'PLT-5',
    run: async (context) => {
      const docked = await context.docked()
      const shown = await Promise.all([
        context.send({ path: `/api/catalogue/${docked.system.id}/${docked.resource}` }),
        context.send({ path: `/api/catalogue?q=${docked.resource}` }),
        context.send({ path: `/api/catalogue/${docked.system.id}` }),
      ])
      for (const answer of shown) {
        expectThat(!textOf(answer).includes(docked.agent.url), "the catalogue shows the address of a system's agent")
      }
    },
  },
]
