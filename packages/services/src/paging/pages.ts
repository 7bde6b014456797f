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
 * are too many, with `RECORDS_MISCOUNTED` when not as many records came as the service counts, and with `PAGES_CAPPED`
 * when it gives fewer in a page than it is asked for and tells neither how many there are nor whether there are more.
 */
export async function* pages(request: PagesRequest): AsyncIterable<readonly unknown[]> {
  const { call, paging } = request
  if (paging === undefined) {
    const { records } = await request.ask({})
    if (records.length > 0) yield records
    return
  }
  const met = new MetPages(request, paging.maxPages)
  let received = 0
  let full = false
  let short: number | undefined
  let place: PagePlace | undefined = firstPlace(paging)
  for (let page = 1; place !== undefined; page++) {
    met.begin(page)
    const answered: AnsweredPage = await request.ask(place)
    const { records } = answered
    met.answered(page, answered)
    // By its number a page of a size that is not kept to may begin anywhere.
    if (short !== undefined && records.length > 0)
      throw new BerthError('PAGES_CAPPED', { call, asked: paging.size ?? 0, received: short })
    received += records.length
    full ||= records.length === paging.size
    const total = totalOf(answered, paging, call)
    if (records.length > 0) yield records
    const sizeKept = full || paging.shortPageIsLast
    place = nextPlace(paging, place, answered, { received, total, sizeKept }, call)
    short = paging.by === 'page' && !tells(paging) && isShort(paging, records.length) ? records.length : undefined
    met.next(page, place)
    if (place === undefined && total !== undefined && total !== received)
      throw new BerthError('RECORDS_MISCOUNTED', { call, expected: total, received })
  }
}

/** The pages that came, and how the next ones were named: `PAGES_ENDLESS` where one comes again. */
class MetPages {
  readonly #request: PagesRequest
  readonly #maxPages: number
  readonly #digests = new Set<string>()
  readonly #names = new Set<string>()

  constructor(request: PagesRequest, maxPages: number) {
    this.#request = request
    this.#maxPages = maxPages
  }

  begin(page: number): void {
    if (page > this.#maxPages) throw this.#endless(page)
  }

  answered(page: number, { records, digest }: AnsweredPage): void {
    if (records.length === 0) return
    // Without a key two pages may be alike; only the very next one is taken for the same.
    if (this.#digests.has(digest)) throw this.#endless(page)
    if (!this.#request.keyed) this.#digests.clear()
    this.#digests.add(digest)
  }

  next(page: number, place: PagePlace | undefined): void {
    const name = place?.cursor ?? place?.link
    if (name === undefined) return
    if (this.#names.has(name)) throw this.#endless(page + 1)
    this.#names.add(name)
  }

  #endless(page: number): BerthError {
    return new BerthError('PAGES_ENDLESS', { call: this.#request.call, page, maxPages: this.#maxPages })
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

/** Whether the service tells how many records there are, or whether there are more. */
function tells({ total, more }: Paging): boolean {
  return total !== undefined || more !== undefined
}

function isShort({ size }: Paging, count: number): boolean {
  return size !== undefined && count < size
}

/** What is known behind a page. */
interface Progress {
  readonly received: number
  readonly total: number | undefined
  /** A page of the size that was asked for came, or the definition says that such come: a short one is then the last. */
  readonly sizeKept: boolean
}

/** Undefined: that was the last page. */
function nextPlace(
  paging: Paging,
  place: PagePlace,
  answered: AnsweredPage,
  { received, total, sizeKept }: Progress,
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
    } else if (!tells(paging) && sizeKept && isShort(paging, count)) return undefined
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
