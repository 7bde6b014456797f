import { describe, expect, test } from 'vitest'
import { jsonPath } from '../../src/answer/json-path.ts'
import { type AnsweredPage, pages } from '../../src/paging/pages.ts'
import type { PagePlace, Paging, PagingKind } from '../../src/paging/paging.ts'
import { failureOf } from '../failure.ts'

const place = (path: string): NonNullable<Paging['total']> => ({ path, at: jsonPath(path) })

function paging(by: PagingKind, change: Partial<Paging> = {}): Paging {
  return {
    by,
    size: 3,
    shortPageIsLast: false,
    first: 1,
    maxPages: 50,
    total: undefined,
    next: undefined,
    more: undefined,
    ...change,
  }
}

type Asked = (place: PagePlace) => {
  readonly records: readonly number[]
  readonly root?: unknown
  readonly link?: string
}

async function read(kind: Paging | undefined, ask: Asked, keyed = true): Promise<unknown[]> {
  const all: unknown[] = []
  const asked = async (at: PagePlace): Promise<AnsweredPage> => {
    const { records, root = {}, link } = ask(at)
    return { records, root, link, digest: JSON.stringify(records) }
  }
  for await (const records of pages({ call: 'permits', paging: kind, keyed, ask: asked })) all.push(...records)
  return all
}

const ten = Array.from({ length: 10 }, (_, index) => index)
const slice = (start: number, size = 3): number[] => ten.slice(start, start + size)

test('a dataset of one page', async () => {
  expect(await read(undefined, () => ({ records: ten }))).toEqual(ten)
})

test('by number: until the total, or until a page is short', async () => {
  const ask: Asked = ({ page = 0 }) => ({ records: slice((page - 1) * 3), root: { t: 10 } })
  expect(await read(paging('page', { total: place('$.t') }), ask)).toEqual(ten)
  expect(await read(paging('page'), ask)).toEqual(ten)
  expect(await read(paging('page', { first: 0 }), ({ page = 0 }) => ({ records: slice(page * 3) }))).toEqual(ten)
})

test('by number until one is empty, or until the service says so', async () => {
  expect(await read(paging('until-empty'), ({ page = 0 }) => ({ records: slice((page - 1) * 3) }))).toEqual(ten)
  const ask: Asked = ({ page = 0 }) => ({ records: slice((page - 1) * 3), root: { more: page < 4 } })
  expect(await read(paging('page', { size: undefined, more: place('$.more') }), ask)).toEqual(ten)
})

test('by offset: as far as records came, though the service gives fewer than asked for', async () => {
  const ask: Asked = ({ offset = 0 }) => ({ records: slice(offset, 2), root: { t: '10' } })
  expect(await read(paging('offset', { total: place('$.t') }), ask)).toEqual(ten)
})

describe('a service that gives fewer than it is asked for, and tells neither a total nor whether there are more', () => {
  test('by offset: everything is read, until a page is empty', async () => {
    expect(await read(paging('offset'), ({ offset = 0 }) => ({ records: slice(offset, 2) }))).toEqual(ten)
  })

  test('by number: it is refused rather than half read, whatever page the service begins at', async () => {
    for (const step of [2, 3]) {
      const capped: Asked = ({ page = 0 }) => ({ records: slice((page - 1) * step, 2) })
      const error = await failureOf(() => read(paging('page'), capped))
      expect(error).toMatchObject({ code: 'PAGES_CAPPED', details: { asked: 3, received: 2 } })
    }
  })

  test('a short first page is the last where nothing is behind it, or the definition says so', async () => {
    const asked: number[] = []
    const few: Asked = ({ page = 0 }) => {
      asked.push(page)
      return { records: slice((page - 1) * 3 + 8) }
    }
    expect(await read(paging('page'), few)).toEqual([8, 9])
    expect(await read(paging('page', { shortPageIsLast: true }), few)).toEqual([8, 9])
    expect(asked).toEqual([1, 2, 1])
  })

  test('a short page behind a full one is the last', async () => {
    const asked: number[] = []
    const kept: Asked = ({ page = 0 }) => {
      asked.push(page)
      return { records: slice((page - 1) * 3) }
    }
    expect(await read(paging('page'), kept)).toEqual(ten)
    expect(asked).toEqual([1, 2, 3, 4])
  })
})

test('by cursor and by link', async () => {
  const next = place('$.next')
  const byCursor: Asked = ({ cursor = '0' }) => {
    const end = Number(cursor) + 4
    return { records: slice(Number(cursor), 4), root: { next: end < 10 ? String(end) : null } }
  }
  expect(await read(paging('cursor', { next }), byCursor)).toEqual(ten)
  const byLink: Asked = ({ link = '/?at=0' }) => {
    const start = Number(link.split('=')[1])
    return { records: slice(start), root: {}, ...(start + 3 < 10 ? { link: `/?at=${start + 3}` } : {}) }
  }
  expect(await read(paging('link'), byLink)).toEqual(ten)
})

test.each([
  ['page', paging('page', { total: place('$.t') })],
  ['page without a total', paging('page')],
  ['until-empty', paging('until-empty')],
  ['offset', paging('offset', { total: place('$.t') })],
  ['cursor', paging('cursor', { next: place('$.next') })],
  ['link', paging('link', { next: place('$.next') })],
])('a service that gives the same page again and again is left: %s', async (_name, kind) => {
  let calls = 0
  const ask: Asked = () => {
    calls++
    return { records: [1, 2, 3], root: { t: 100, next: 'same' } }
  }
  expect((await failureOf(() => read(kind, ask))).code).toBe('PAGES_ENDLESS')
  expect((await failureOf(() => read(kind, ask, false))).code).toBe('PAGES_ENDLESS')
  expect(calls).toBeLessThanOrEqual(4)
})

test('pages that run in a circle are left', async () => {
  const next = place('$.next')
  const ask: Asked = ({ cursor = 'a' }) => ({ records: [calls++], root: { next: cursor === 'a' ? 'b' : 'a' } })
  let calls = 0
  expect((await failureOf(() => read(paging('cursor', { next }), ask))).code).toBe('PAGES_ENDLESS')
  const circle: Asked = ({ page = 0 }) => ({ records: [page % 3] })
  expect((await failureOf(() => read(paging('until-empty'), circle))).code).toBe('PAGES_ENDLESS')
})

test('no more pages than may be', async () => {
  let calls = 0
  const error = await failureOf(() => read(paging('until-empty', { maxPages: 7 }), () => ({ records: [calls++] })))
  expect([error.code, calls]).toEqual(['PAGES_ENDLESS', 7])
})

test.each([
  ['fewer', 12],
  ['more', 8],
])('%s records than the service counts', async (_name, total) => {
  const ask: Asked = ({ page = 0 }) => ({ records: slice((page - 1) * 3), root: { t: total } })
  const error = await failureOf(() => read(paging('page', { total: place('$.t') }), ask))
  expect([error.code, error.details['expected']]).toEqual(['RECORDS_MISCOUNTED', total])
})

test('a total that is not where it should be', async () => {
  const ask: Asked = () => ({ records: [1], root: { t: 'many' } })
  expect((await failureOf(() => read(paging('page', { total: place('$.t') }), ask))).code).toBe('RECORDS_MISSING')
})
