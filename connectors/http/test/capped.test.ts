import { expect, test } from 'vitest'
import { type Answering, answering, columns, failureOf, json, open, permits } from './answering.ts'

const all = Array.from({ length: 120 }, (_, index) => ({ id: `p${index}`, name: `第${index}号` }))

/** Gives at most fifty records, whatever it is asked for, and does not say so. */
function cappingServer(): Promise<Answering> {
  return answering(({ url }, response) => {
    const asked = new URL(url, 'http://service').searchParams
    const size = Math.min(50, Number(asked.get('size')))
    const start = asked.has('offset') ? Number(asked.get('offset')) : (Number(asked.get('page')) - 1) * size
    json(response, { code: '0', data: all.slice(start, start + size) })
  })
}

async function scanned(paging: Readonly<Record<string, unknown>>): Promise<readonly [ids: unknown[], calls: number]> {
  await using server = await cappingServer()
  const name = paging['by'] === 'offset' ? 'offset' : 'page'
  const query = { [name]: `{${name}}`, size: '{size}' }
  await using session = await open(server.url, { permits: permits({ paging, request: { query }, inputs: {} }) })
  const ids: unknown[] = []
  for await (const { rows } of session.scan({ dataset: 'permits', columns })) ids.push(...rows.map(([id]) => id))
  return [ids, server.seen.length]
}

const everything = all.map(({ id }) => id)

test('a service that silently gives fewer than it is asked for is read to its end, or refused', async () => {
  expect(await scanned({ by: 'page', size: 50 })).toEqual([everything, 3])
  expect(await scanned({ by: 'offset', size: 100 })).toEqual([everything, 4])
  const error = await failureOf(() => scanned({ by: 'page', size: 100 }))
  expect(error).toMatchObject({ code: 'PAGES_CAPPED', details: { call: 'permits', asked: 100, received: 50 } })
  expect(error.next('en')).toContain('make paging.size 50')
})
