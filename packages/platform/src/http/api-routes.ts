import { BerthError } from '@berth/core'
import { exportPublicJwk } from '@berth/trust'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { catalogueEntry } from '../catalogue/catalogue-entry.ts'
import { checkPublication } from '../catalogue/check-publication.ts'
import { publish } from '../catalogue/publish.ts'
import { publishedSystem } from '../catalogue/published-system.ts'
import { searchCatalogue } from '../catalogue/search-catalogue.ts'
import { enrol } from '../enrolment/enrolment-codes.ts'
import { receiveBatch } from '../exchange/receive-batch.ts'
import { type ForwardRequest, forward } from '../forward/forward.ts'
import { revocationsFor } from '../grants/grants.ts'
import type { PlatformContext } from '../platform-context.ts'
import { anchoredHeads, receiveHead } from '../receipts/anchors.ts'
import { receiveReport } from '../reports/receive-report.ts'
import { requireReport } from '../reports/require-report.ts'
import type { Authenticate } from './authenticate.ts'
import { acceptedLanguage } from './language.ts'
import { problemOfAgent, problemType } from './problem.ts'
import { bodyOf, headerOf, jsonOf, pathIdentifier, queryNumber, queryText, wholeNumber } from './request-parts.ts'

/** How large the bodies of requests may be. */
export interface BodyLimits {
  readonly publicationBytes: number
  readonly batchBytes: number
}

/** The protocol's calls of systems, consumers and everybody. */
export function apiRoutes(
  server: FastifyInstance,
  context: PlatformContext,
  authenticate: Authenticate,
  limits: BodyLimits,
): void {
  server.get('/.well-known/jwks.json', () => ({ keys: [exportPublicJwk(context.key)] }))

  server.get('/health', async () => {
    await context.store.query('select 1')
    return { status: 'ok' }
  })

  server.post('/api/enrol', (request) => {
    const { code, id, publicKey } = jsonOf(request)
    if (typeof code !== 'string') throw new BerthError('PARAMETER_MISSING', { parameter: 'code' })
    if (typeof id !== 'string') throw new BerthError('PARAMETER_MISSING', { parameter: 'id' })
    return enrol(context, { code, id, publicKey })
  })

  server.put('/api/catalogue/:system', { bodyLimit: limits.publicationBytes }, async (request) => {
    const { party } = await authenticate(request, 'system')
    requireOwn(party.id, pathIdentifier(request, 'system'))
    const publication = checkPublication(publicationOf(request), party.id)
    await requireReport(context, party, publication)
    return publish(context, publication)
  })

  server.put('/api/reports/:system', { bodyLimit: limits.publicationBytes }, async (request) => {
    const { party } = await authenticate(request, 'system')
    requireOwn(party.id, pathIdentifier(request, 'system'))
    return receiveReport(context, party, bodyOf(request))
  })

  server.get('/api/catalogue', async (request) => {
    const limit = queryNumber(request, 'limit', 1, 1000)
    const offset = queryNumber(request, 'offset', 0, 1_000_000)
    const { lines, total } = await searchCatalogue(context.store, {
      words: queryText(request, 'q') ?? '',
      ...(limit === undefined ? {} : { limit }),
      ...(offset === undefined ? {} : { offset }),
    })
    return { entries: lines, total }
  })

  server.get('/api/catalogue/:system', async (request) => {
    const system = pathIdentifier(request, 'system')
    const publication = await publishedSystem(context.store, system)
    if (publication === undefined) throw new BerthError('RESOURCE_UNKNOWN', { resource: system })
    return publication
  })

  server.get('/api/catalogue/:system/:resource', async (request) => {
    const system = pathIdentifier(request, 'system')
    const resource = pathIdentifier(request, 'resource')
    const version = queryNumber(request, 'version', 1, 2_147_483_647)
    const entry = await catalogueEntry(context.store, system, resource, version)
    if (entry === undefined) throw new BerthError('RESOURCE_UNKNOWN', { resource: `${system}/${resource}` })
    const { kind, document, publishedAt, withdrawnAt } = entry
    return {
      ...document,
      system,
      kind,
      version: entry.version,
      publishedAt,
      ...(withdrawnAt === undefined ? {} : { withdrawnAt }),
    }
  })

  server.put(
    '/api/exchange/:system/:resource/:stream/:number',
    { bodyLimit: limits.batchBytes },
    async (request: FastifyRequest) => {
      const { party } = await authenticate(request, 'system')
      const system = pathIdentifier(request, 'system')
      requireOwn(party.id, system)
      const { number } = request.params as { readonly number: string }
      const rows = headerOf(request, 'berth-rows')
      if (rows === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: 'Berth-Rows' })
      return receiveBatch(context, {
        system,
        resource: pathIdentifier(request, 'resource'),
        stream: pathIdentifier(request, 'stream'),
        number: wholeNumber(number, 'number', 1, Number.MAX_SAFE_INTEGER),
        rows: wholeNumber(rows, 'Berth-Rows', 1, 2_147_483_647),
        content: bodyOf(request),
      })
    },
  )

  server.get('/api/revocations', async (request) => {
    const { party } = await authenticate(request, 'system')
    return { token: await revocationsFor(context, party.id) }
  })

  server.post('/api/anchors', async (request) => {
    const { party } = await authenticate(request, 'system')
    return receiveHead(context, party, jsonOf(request))
  })

  server.get('/api/anchors', async (request) => {
    const { party } = await authenticate(request, 'system')
    const after = queryNumber(request, 'after', 0, Number.MAX_SAFE_INTEGER) ?? 0
    const limit = queryNumber(request, 'limit', 1, 1000) ?? 100
    return { heads: await anchoredHeads(context.store, party.id, after, limit) }
  })

  server.post('/api/ask/:system/:resource', async (request, reply) => {
    const { party, requestId, claims } = await authenticate(request, 'consumer')
    return answer(context, request, reply, {
      consumer: party.id,
      requestId,
      claims,
      target: pathIdentifier(request, 'resource'),
    })
  })

  server.post('/api/submit/:system/:operation', async (request, reply) => {
    const { party, requestId, claims } = await authenticate(request, 'consumer')
    const idempotencyKey = headerOf(request, 'idempotency-key')
    if (idempotencyKey === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: 'Idempotency-Key' })
    if (!/^[\x21-\x7e]{1,200}$/.test(idempotencyKey)) {
      throw new BerthError('PARAMETER_INVALID', { parameter: 'Idempotency-Key', problem: '1..200' })
    }
    return answer(context, request, reply, {
      consumer: party.id,
      requestId,
      claims,
      target: pathIdentifier(request, 'operation'),
      idempotencyKey,
    })
  })
}

async function answer(
  context: PlatformContext,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Pick<ForwardRequest, 'consumer' | 'requestId' | 'claims' | 'target' | 'idempotencyKey'>,
): Promise<FastifyReply> {
  const system = pathIdentifier(request, 'system')
  const language = acceptedLanguage(headerOf(request, 'accept-language'))
  const result = await forward(context, { ...asked, system, body: bodyOf(request), language })
  void reply.header('berth-receipt', `${result.receipt.number} ${result.receipt.hash}`)
  if (result.answer !== undefined) {
    return reply
      .code(result.answer.status)
      .type('application/json; charset=utf-8')
      .send(Buffer.from(result.answer.body))
  }
  const { retryAfter } = result.problem
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter)
  const problem = problemOfAgent(result.problem, system)
  return reply.code(problem.status).type(problemType).send(problem)
}

function publicationOf(request: FastifyRequest): unknown {
  try {
    return jsonOf(request)
  } catch (cause) {
    throw new BerthError('PUBLICATION_REFUSED', { problem: 'document (JSON object)' }, { cause })
  }
}

/** A system speaks for itself only. */
function requireOwn(party: string, system: string): void {
  if (party !== system) throw new BerthError('SYSTEM_UNKNOWN', { system })
}
