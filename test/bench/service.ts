import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { exportPublicJwk, generateKey, issueGrant, signRequest } from '@berth/trust'
import autocannon from 'autocannon'
import type { Figure } from './measure.ts'
import type { ServeSettings } from './serve.ts'
import type { BenchSource } from './sources.ts'

interface Asked {
  readonly requestsPerSecond: number
  readonly p50: number
  readonly p99: number
}

type Request = { readonly body: string; readonly headers: Record<string, string> }

/** One question, one answer: bare fastify with the same query, and the agent with all its checks. */
export async function serviceFigures(name: string, source: BenchSource, rows: number): Promise<Figure[]> {
  const key = generateKey('platform')
  const settings = { place: source.place, folder: source.folder, platform: exportPublicJwk(key) }
  const measured = { bare: [] as Asked[][], agent: [] as Asked[][] }
  for (const which of ['bare', 'agent', 'bare', 'agent'] as const) {
    const requests: Iterator<Request> =
      which === 'bare' ? bareRequests(rows) : signedBefore(signedRequests(rows, key), 80_000)
    measured[which].push(
      await serve({ ...settings, which }, async (url) => [
        await ask(url, 1, 3, requests),
        await ask(url, 64, 8, requests),
      ]),
    )
  }
  const best = (list: readonly Asked[][], index: number): Asked =>
    list.map((each) => each[index] as Asked).toSorted((a, b) => b.requestsPerSecond - a.requestsPerSecond)[0] as Asked
  const [bareAlone, agentAlone, bareLoaded, agentLoaded] = [
    best(measured.bare, 0),
    best(measured.agent, 0),
    best(measured.bare, 1),
    best(measured.agent, 1),
  ]
  const against = 'bare fastify with the same query'
  // Within the process there is no way to the database to save by asking together.
  const overNetwork = source.place.kind !== 'sqlite'
  const added = 1000 / agentAlone.requestsPerSecond - 1000 / bareAlone.requestsPerSecond
  return [
    { name: `service.${name}.bare`, value: Math.round(bareLoaded.requestsPerSecond), unit: 'requests/s' },
    {
      name: `service.${name}.loaded`,
      value: Math.round(agentLoaded.requestsPerSecond),
      unit: 'requests/s',
      against,
      ratio: agentLoaded.requestsPerSecond / bareLoaded.requestsPerSecond,
      ...(overNetwork ? { target: 'ratio >= 2' } : {}),
    },
    {
      name: `service.${name}.p50`,
      value: agentLoaded.p50,
      unit: 'ms',
      against,
      ratio: agentLoaded.p50 / Math.max(1, bareLoaded.p50),
    },
    {
      name: `service.${name}.p99`,
      value: agentLoaded.p99,
      unit: 'ms',
      against,
      ratio: agentLoaded.p99 / Math.max(1, bareLoaded.p99),
      ...(overNetwork ? { target: 'ratio <= 1' } : {}),
    },
    { name: `service.${name}.unloaded`, value: added, unit: 'ms added', against, target: '<= 1 ms' },
  ]
}

async function serve<Result>(settings: ServeSettings, measure: (url: string) => Promise<Result>): Promise<Result> {
  const script = fileURLToPath(new URL('./serve.ts', import.meta.url))
  const child = fork(script, [JSON.stringify(settings)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  try {
    const [address] = (await once(child, 'message')) as [string]
    return await measure(address)
  } finally {
    child.kill('SIGKILL')
  }
}

async function ask(url: string, connections: number, duration: number, requests: Iterator<Request>): Promise<Asked> {
  const result = await autocannon({
    url: `${url}/resources/registry/lookup`,
    connections,
    duration,
    requests: [{ method: 'POST', setupRequest: (request) => ({ ...request, ...(requests.next().value as Request) }) }],
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals, ${result.errors} errors`)
  return {
    requestsPerSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  }
}

function bodyFor(index: number, rows: number): string {
  return JSON.stringify({ purpose: 'bench', by: { number: 1 + ((index * 7919) % rows) } })
}

function* bareRequests(rows: number): Generator<Request, never> {
  for (let index = 0; ; index++) yield { body: bodyFor(index, rows), headers: { 'content-type': 'application/json' } }
}

/** Signs most requests before it returns, so that the asking process is not what is measured. */
function signedBefore(requests: Generator<Request, never>, count: number): Iterator<Request> {
  const ready = Array.from({ length: count }, () => requests.next().value)
  return { next: () => ({ done: false, value: ready.pop() ?? requests.next().value }) }
}

/** Each request holds once, and only for a minute. */
function* signedRequests(rows: number, key: ReturnType<typeof generateKey>): Generator<Request, never> {
  const now = Date.now()
  const items = ['number', 'name', 'citizenNumber', 'phone', 'amount', 'registeredOn', 'changedAt', 'remark']
  const resource = 'bench.registry/registry'
  const grant = issueGrant(key, {
    id: 'bench',
    consumer: 'bench-consumer',
    system: 'bench.registry',
    resource,
    items,
    clearance: 2,
    purpose: 'bench',
    issuedAt: now,
    notBefore: now,
    expiresAt: now + 3_600_000,
  })
  for (let index = 0; ; index++) {
    const body = bodyFor(index, rows)
    const signature = signRequest(key, { method: 'POST', path: '/resources/registry/lookup', body })
    yield { body, headers: { 'content-type': 'application/json', 'berth-grant': grant, 'berth-signature': signature } }
  }
}
