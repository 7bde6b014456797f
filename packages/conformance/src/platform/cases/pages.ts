import { expectThat } from '../../run/expect.ts'
import { expectSuccess, textOf } from '../answers.ts'
import type { PlatformCase, PlatformCaseContext } from '../case.ts'
import { item, kitResource } from '../publication.ts'
import type { PlatformAnswer } from '../wire.ts'

const markup = `</title><script>kit(1)</script>"'><img src=x onerror=kit(1)>`

/** The pages that show a resource with markup in every text; none where the platform serves none. */
async function pages(context: PlatformCaseContext): Promise<(readonly [path: string, answer: PlatformAnswer])[]> {
  const docked = await context.docked()
  const hostile = kitResource(docked.resource, {
    title: { zh: markup, en: markup },
    summary: { zh: markup },
    sharing: { type: 'conditional', condition: markup, basis: markup, purposes: [markup] },
    items: [item('personId', markup, 3, { maintainer: markup, semantics: { zh: markup } })],
  })
  expectSuccess(await docked.publish({ ...docked.publication, resources: [hostile] }), 'publishing texts with markup')
  const query = encodeURIComponent(markup)
  const paths = ['/', `/?q=${query}`, `/resources/${docked.system.id}/${docked.resource}`, '/receipts']
  const all = await Promise.all(paths.map(async (path) => [path, await context.send({ path })] as const))
  const shown = all.filter(([, { headers }]) => (headers['content-type'] ?? '').startsWith('text/html'))
  if (shown.length === 0)
    context.note({
      zh: '给人看的页面：平台在 /、/resources 和 /receipts 没有提供',
      en: 'pages for people: the platform serves none at /, /resources and /receipts',
    })
  return shown
}

/** Pages for people. */
export const pageCases: readonly PlatformCase[] = [
  {
    id: 'pages/escaped',
    clause: 'PLT-18',
    run: async (context) => {
      for (const [path, answer] of await pages(context)) {
        for (const part of ['<script>kit', '<img src=x', '"\'>']) {
          expectThat(!textOf(answer).includes(part), `${path} shows the text of a publication as markup: ${part}`)
        }
      }
    },
  },
  {
    id: 'pages/no-scripts',
    clause: 'PLT-18',
    level: 'standard',
    run: async (context) => {
      for (const [path, answer] of await pages(context)) {
        const policy = answer.headers['content-security-policy'] ?? ''
        const scripts = /(?:script-src|default-src) [^;]*/.exec(policy)?.[0] ?? ''
        expectThat(
          scripts !== '' && !/unsafe-inline|\*/.test(scripts),
          `${path} has no policy that stops scripts (${policy || 'none'})`,
        )
        expectThat(answer.headers['x-content-type-options'] === 'nosniff', `${path} lets its type be guessed`)
      }
    },
  },
]
