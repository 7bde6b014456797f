import type { Dataset, DescribeRequest, Session, SystemFacts } from '@berth/core'
import {
  changes,
  describe,
  invoke,
  lookup,
  type OpenService,
  openService,
  type ServiceSource,
  scan,
  statusError,
} from '@berth/services'
import { loadDocument } from './openapi/load-document.ts'
import { operationsOf } from './openapi/operations.ts'
import type { HttpOptions } from './options.ts'
import { httpSource } from './source.ts'

/** Opens a session. Nothing is sent: an interface has no login of its own. Throws an `OPTION_` or `DEFINITION_` code. */
export function openHttp(
  options: HttpOptions,
  access: 'read' | 'write',
  definitions: Readonly<Record<string, unknown>>,
): Session {
  const service = openService('http', options)
  let source: ServiceSource
  try {
    source = httpSource(service, definitions)
  } catch (error) {
    service[Symbol.dispose]()
    throw error
  }
  return {
    ping: (signal) => ping(service, options, access, signal),
    describe: (request, signal) => described(source, service, options, request, signal),
    lookup: (request, signal) => lookup(source, request, signal),
    scan: (request, signal) => scan(source, request, signal),
    changes: (request, signal) => changes(source, request, signal),
    invoke: (request, signal) => invoke(source, request, signal),
    [Symbol.asyncDispose]: async () => service[Symbol.dispose](),
    native: service.client,
  }
}

/** What is defined, and what the OpenAPI document has besides, in the order of names. */
async function* described(
  source: ServiceSource,
  service: OpenService,
  { openapi }: HttpOptions,
  request: DescribeRequest,
  signal: AbortSignal,
): AsyncIterable<Dataset> {
  const defined = [...describe(source, request)]
  const { names } = request
  const known = names?.every((name) => source.datasets.has(name)) === true
  const root = openapi === undefined || known ? undefined : await loadDocument(openapi, service, signal)
  const drafted = root === undefined ? [] : [...operationsOf(root)]
  const others = drafted.filter(({ name }) => !source.datasets.has(name) && names?.includes(name) !== false)
  yield* [...defined, ...others].sort((left, right) => (left.name < right.name ? -1 : 1))
}

/** Any answer is a sign of life but one that refuses the credentials or says that nobody is there. */
async function ping(
  { client, exchange }: OpenService,
  { pingPath }: HttpOptions,
  access: 'read' | 'write',
  signal: AbortSignal,
): Promise<SystemFacts> {
  const base = client.settings.url
  const url = new URL(base)
  if (pingPath !== undefined) {
    const [path = '', search] = pingPath.replace(/^\//, '').split(/\?(.*)/s)
    url.pathname = `${base.pathname.replace(/\/$/, '')}/${path}`
    url.search = [base.search.slice(1), search ?? ''].filter((part) => part !== '').join('&')
  }
  const request = { call: 'ping', method: 'GET', url, headers: {}, repeatable: true } as const
  const answer = await exchange(request, signal)
  if ([401, 403, 407].includes(answer.status) || answer.status >= 500) throw statusError(answer, 'ping')
  const { server, date } = answer.headers
  const clock = /GMT$/.test(date ?? '') ? Date.parse(date ?? '') : Number.NaN
  return {
    product: /^[\x21-\x7e][\x20-\x7e]{0,99}$/.test(server ?? '') ? String(server) : 'HTTP',
    ...(Number.isNaN(clock) ? {} : { clock: new Date(clock).toISOString() }),
    writable: access === 'write',
  }
}
