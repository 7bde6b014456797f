import { BerthError, type Language } from '@berth/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { catalogueEntry, entryVersions } from '../catalogue/catalogue-entry.ts'
import { searchCatalogue } from '../catalogue/search-catalogue.ts'
import { pathIdentifier, queryNumber, queryText } from '../http/request-parts.ts'
import type { PlatformContext } from '../platform-context.ts'
import { lastReceipts, receiptCounts } from '../receipts/read-receipts.ts'
import { cataloguePage } from './catalogue-page.ts'
import { receiptsPage } from './receipts-page.ts'
import { missingPage, resourcePage } from './resource-page.ts'
import { icon, style } from './style.ts'

const pageSize = 50

/** No script runs, nothing comes from elsewhere, no other site frames it. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** The pages for people: the catalogue and the receipts. */
export function pageRoutes(server: FastifyInstance, context: PlatformContext): void {
  server.get('/', async (request, reply) => {
    const language = languageOf(request)
    const query = (queryText(request, 'q') ?? '').slice(0, 200)
    const page = queryNumber(request, 'page', 1, 10_000) ?? 1
    const search = { words: query, limit: pageSize, offset: (page - 1) * pageSize }
    const { total, lines } = await searchCatalogue(context.store, search)
    return sendPage(reply, cataloguePage({ language, query, total, lines, page, pageSize }))
  })

  server.get('/resources/:system/:resource', async (request, reply) => {
    const language = languageOf(request)
    const system = pathIdentifier(request, 'system')
    const resource = pathIdentifier(request, 'resource')
    const version = queryNumber(request, 'version', 1, 2_147_483_647)
    const entry = await catalogueEntry(context.store, system, resource, version)
    if (entry === undefined) return sendPage(reply.code(404), missingPage(language))
    const versions = await entryVersions(context.store, system, resource)
    return sendPage(reply, resourcePage({ language, entry, versions }))
  })

  server.get('/receipts', async (request, reply) => {
    const counts = await receiptCounts(context.store)
    const receipts = await lastReceipts(context.store, pageSize)
    return sendPage(reply, receiptsPage({ language: languageOf(request), counts, receipts }))
  })

  server.get('/style.css', (_request, reply) => sendAsset(reply, 'text/css; charset=utf-8', style))
  server.get('/icon.svg', (_request, reply) => sendAsset(reply, 'image/svg+xml', icon))
}

function languageOf(request: FastifyRequest): Language {
  const language = queryText(request, 'lang')
  if (language === undefined || language === 'zh' || language === 'en') return language ?? 'zh'
  throw new BerthError('PARAMETER_INVALID', { parameter: 'lang', problem: 'zh, en' })
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('content-security-policy', contentSecurityPolicy).send(page)
}

function sendAsset(reply: FastifyReply, type: string, content: string): FastifyReply {
  return reply
    .type(type)
    .headers({ 'cache-control': 'max-age=3600', 'content-security-policy': "default-src 'none'" })
    .send(content)
}
