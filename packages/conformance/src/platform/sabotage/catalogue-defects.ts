import type { PlatformRequest } from '../wire.ts'
import {
  answeredDocument,
  answers,
  jsonAnswer,
  lenient,
  type PlatformDefect,
  sentDocument,
  takes,
  withDocument,
} from './defect.ts'

const publishing = /^PUT \/api\/catalogue\//
const reading = /^GET \/api\/catalogue\/[^/?]+\/[^/?]+$/
const searching = /^GET \/api\/catalogue\?/
const published = { version: 1, changed: true }

function refusedPublication(
  id: string,
  caughtBy: readonly string[],
  when: (request: PlatformRequest) => boolean,
): PlatformDefect {
  return answers(id, caughtBy, publishing, (answer, request) =>
    answeredDocument(answer)['code'] === 'PUBLICATION_REFUSED' && when(request) ? jsonAnswer(200, published) : answer,
  )
}

function textOf(request: PlatformRequest): string {
  return Buffer.from(request.body).toString()
}

/** A search with other words. */
function searchedFor(id: string, change: (words: string) => string): PlatformDefect {
  return takes(id, ['catalogue/search'], searching, (request) => {
    const { searchParams } = new URL(request.path, 'http://x')
    searchParams.set('q', change(searchParams.get('q') ?? ''))
    return { ...request, path: `/api/catalogue?${searchParams}` }
  })
}

const unknown = { code: 'RESOURCE_UNKNOWN', origin: 'caller', action: 'fail', message: 'x', next: 'x' }

/** Faults in publishing and in the catalogue. */
export const catalogueDefects: readonly PlatformDefect[] = [
  answers('every-publication-is-new', ['publish/same'], publishing, (answer) =>
    answer.status === 200 ? withDocument(answer, (document) => ({ ...document, changed: true })) : answer,
  ),
  takes('old-versions-overwritten', ['publish/versions'], /\?version=1$/, (request) => ({
    ...request,
    path: request.path.replace('?version=1', ''),
  })),
  takes('first-version-stays', ['publish/versions', 'publish/withdrawn'], reading, (request) => ({
    ...request,
    path: `${request.path}?version=1`,
  })),
  refusedPublication('rules-not-checked', ['publish/refused', 'publish/whole'], () => true),
  refusedPublication('columns-published', ['publish/refused'], (request) => textOf(request).includes('"from"')),
  refusedPublication('condition-not-asked-for', ['publish/refused'], (request) => {
    return textOf(request).includes('"conditional","purposes"')
  }),
  refusedPublication('state-secrets-taken', ['publish/state-secrets'], (request) =>
    /涉密|secret|密级|机密/.test(textOf(request)),
  ),
  refusedPublication(
    'later-contract-published',
    ['versions/publication'],
    (request) => sentDocument(request)['berth'] !== 1,
  ),
  {
    id: 'half-a-publication',
    caughtBy: ['publish/whole'],
    build: () => {
      const half = new Set<string>()
      return {
        answer: async (request, send) => {
          const answer = await send(request)
          if (answeredDocument(answer)['code'] === 'PUBLICATION_REFUSED') {
            const [first] = (sentDocument(request)['resources'] ?? []) as readonly { readonly id: string }[]
            if (first !== undefined) half.add(first.id)
          }
          return half.has(request.path.split('/').at(-1) ?? '') ? jsonAnswer(200, {}) : answer
        },
      }
    },
  },
  {
    id: 'one-publication-for-all',
    caughtBy: ['publish/other-systems'],
    build: () => {
      let last = ''
      return {
        answer: (request, send) => {
          const system = request.path.split('/')[3] ?? ''
          if (publishing.test(`${request.method} ${request.path}`)) last = system
          const gone = reading.test(`${request.method} ${request.path}`) && system !== last
          return gone ? Promise.resolve(jsonAnswer(404, unknown)) : send(request)
        },
      }
    },
  },
  searchedFor('later-words-not-searched', (words) => words.split(' ')[0] ?? ''),
  searchedFor('wildcards-in-searches', (words) => words.replaceAll('%', '')),
  searchedFor('letters-not-folded', (words) => (words === words.toLowerCase() ? words : `${words}!`)),
  answers('total-of-the-page', ['catalogue/pages'], searching, (answer) =>
    withDocument(answer, ({ entries, ...rest }) => ({
      ...rest,
      entries,
      total: (entries as readonly unknown[]).length,
    })),
  ),
  takes('pages-overlap', ['catalogue/pages'], /offset=3/, (request) => ({
    ...request,
    path: request.path.replace('offset=3', 'offset=2'),
  })),
  answers('withdrawn-still-listed', ['catalogue/system'], /^GET \/api\/catalogue\/[^/?]+$/, (answer) =>
    withDocument(answer, (document) => ({ ...document, operations: [{ id: 'gone' }] })),
  ),
  answers('bounds-not-kept', ['catalogue/bounds'], searching, (answer) =>
    answer.status === 400 ? jsonAnswer(200, { total: 0, entries: [] }) : answer,
  ),
  answers('items-left-out', ['catalogue/entry'], reading, (answer) =>
    withDocument(answer, ({ items, ...rest }) => ({ ...rest, items: ((items ?? []) as readonly unknown[]).slice(1) })),
  ),
  {
    id: 'agent-address-shown',
    caughtBy: ['catalogue/hides-addresses'],
    build: () => {
      let agentUrl: unknown
      return {
        answer: async (request, send) => {
          const answer = await send(request)
          if (publishing.test(`${request.method} ${request.path}`)) agentUrl = sentDocument(request)['agentUrl']
          const shown = /^GET \/api\/catalogue\/[^/?]+/.test(`${request.method} ${request.path}`)
          return shown ? withDocument(answer, (document) => ({ ...document, agentUrl })) : answer
        },
      }
    },
  },
  lenient('unpublished-known', ['order/publication-first'], 'RESOURCE_UNKNOWN', () => ({ id: 'x', token: 'x' })),
  answers('markup-shown', ['pages/escaped'], /^GET \/(resources|\?|$)/, (answer) => {
    const text = Buffer.from(answer.body)
      .toString()
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
    return { ...answer, body: Buffer.from(text) }
  }),
  answers('no-content-policy', ['pages/no-scripts'], /^GET \/(resources|\?|$)/, (answer) => {
    const { 'content-security-policy': _policy, ...headers } = answer.headers
    return { ...answer, headers }
  }),
  answers('contract-not-told', ['versions/told'], /./, (answer) => {
    const { 'berth-contract': _version, ...headers } = answer.headers
    return { ...answer, headers }
  }),
  takes('one-language', ['problems/chinese'], /./, (request) => ({
    ...request,
    headers: { ...request.headers, 'accept-language': 'en' },
  })),
  takes('language-not-read', ['problems/english', 'forward/headers'], /./, ({ headers, ...request }) => {
    const { 'accept-language': _language, ...rest } = headers
    return { ...request, headers: rest }
  }),
  answers('problems-typed-as-json', ['problems/chinese', 'problems/english'], /./, (answer) =>
    answer.status < 400 ? answer : { ...answer, headers: { ...answer.headers, 'content-type': 'application/json' } },
  ),
  answers('origin-of-problems-lost', ['problems/chinese', 'problems/english'], /./, (answer) =>
    answer.status < 400 ? answer : withDocument(answer, (problem) => ({ ...problem, origin: 'kit' })),
  ),
]
