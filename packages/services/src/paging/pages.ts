import { createHash } from 'node:crypto'
import { BerthError } from '@berth/core'
import { textOf } from '../answer/tree.ts'
import type { PagePlace, Paging } from './paging.ts'

/** One page of an answer. */
export interface AnsweredPage {
  readonly records: readonly unknown[]
  /** The document that `total`, `next` and `more` are looked up in. */
  readonly root: unknown
  /** Names the content of the page: two with the same are the same page. */
  readonly digest: string
  /** The address of the next page in its `Link` header. */
  readonly link: string | undefined
}

export interface PagesRequest {
  readonly call: string
  readonly paging: Paging | undefined
  /** Whether records have a key, so that the same page cannot come twice. */
  readonly keyed: boolean
  ask(place: PagePlace): Promise<AnsweredPage>
}

/**
 * Asks for page after page until the service has no more. Rejects with `PAGES_ENDLESS` when a page comes again or there
 * are too many, and with `RECORDS_MISCOUNTED` when not as many records came as the service counts.
 */
export async function* pages(request: PagesRequest): AsyncIterable<readonly unknown[]> {
  const { call, paging } = request
  if (paging === undefined) {
    const { records } = await request.ask({})
    if (records.length > 0) yield records
    return
  }
  const endless = (page: number): BerthError =>
    new BerthError('PAGES_ENDLESS', { call, page, maxPages: paging.maxPages })
  const seen = new Set<string>()
  const named = new Set<string>()
  let received = 0
  let place: PagePlace | undefined = firstPlace(paging)
  for (let page = 1; place !== undefined; page++) {
    if (page > paging.maxPages) throw endless(page)
    const answered: AnsweredPage = await request.ask(place)
    const { records, digest } = answered
    if (records.length > 0) {
      // Without a key two pages may be alike; only the very next one is taken for the same.
      if (seen.has(digest)) throw endless(page)
      if (!request.keyed) seen.clear()
      seen.add(digest)
    }
    received += records.length
    const total = totalOf(answered, paging, call)
    if (records.length > 0) yield records
    place = nextPlace(paging, place, answered, received, total, call)
    const name = place?.cursor ?? place?.link
    if (name !== undefined) {
      if (named.has(name)) throw endless(page + 1)
      named.add(name)
    }
    if (place === undefined && total !== undefined && total !== received)
      throw new BerthError('RECORDS_MISCOUNTED', { call, expected: total, received })
  }
}

/** A short name for the content of a page. */
export function digestOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('base64url')
}

function firstPlace({ by, size, first }: Paging): PagePlace {
  const sized = size === undefined ? {} : { size }
  if (by === 'page' || by === 'until-empty') return { ...sized, page: first }
  return by === 'offset' ? { ...sized, offset: 0 } : sized
}

function totalOf({ root, records }: AnsweredPage, { total }: Paging, call: string): number | undefined {
  if (total === undefined) return undefined
  const text = total.at.find(root).map(textOf)[0]
  if (text !== undefined && text !== null && /^\d{1,15}$/.test(text.trim())) return Number(text)
  if (records.length === 0) return undefined
  throw new BerthError('RECORDS_MISSING', { call, path: total.path })
}

/** Undefined: that was the last page. */
function nextPlace(
  paging: Paging,
  place: PagePlace,
  answered: AnsweredPage,
  received: number,
  total: number | undefined,
  call: string,
): PagePlace | undefined {
  const count = answered.records.length
  const sized = paging.size === undefined ? {} : { size: paging.size }
  if (paging.by === 'cursor') {
    const cursor = nextText(answered.root, paging)
    return cursor === undefined || !saysMore(answered.root, paging) ? undefined : { ...sized, cursor }
  }
  if (paging.by === 'link') {
    const link = paging.next === undefined ? answered.link : nextText(answered.root, paging)
    return link === undefined ? undefined : { ...sized, link }
  }
  if (count === 0 || !saysMore(answered.root, paging)) return undefined
  if (paging.by !== 'until-empty') {
    if (total !== undefined) {
      if (received >= total) return undefined
    } else if (paging.more === undefined && paging.size !== undefined && count < paging.size) return undefined
  }
  if (paging.by === 'offset') return { ...sized, offset: received }
  if (place.page === undefined) throw new BerthError('INTERNAL', { subject: `${call}: a page without a number` })
  return { ...sized, page: place.page + 1 }
}

function nextText(root: unknown, { next }: Paging): string | undefined {
  const text = next?.at.find(root).map(textOf)[0]
  return text === undefined || text === null || text === '' ? undefined : text
}

function saysMore(root: unknown, { more }: Paging): boolean {
  if (more === undefined) return true
  const text = more.at.find(root).map(textOf)[0]
  return text !== undefined && text !== null && /^(?:true|1|y|yes)$/i.test(text)
}
