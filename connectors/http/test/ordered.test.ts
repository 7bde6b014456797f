import { readdirSync, readlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { answering, failureOf, json, open } from './answering.ts'

const columns = [{ name: 'id' }]

const definition = {
  request: { path: '/changes', query: { page: '{page}', since: '{since}' } },
  inputs: { since: { type: 'integer', optional: true } },
  answer: { records: '$[*]', columns: { id: '$.id', version: { at: '$.version', type: 'integer' } } },
  paging: { by: 'until-empty' },
  key: ['id'],
  order: ['version'],
  changes: { column: 'version', since: 'since' },
}
const by = { kind: 'column' as const, column: 'version', key: ['id'] }

/** Two records of each version, three to a page, those of one version in no order. */
const record = (index: number): object => ({
  id: `r${String(index % 2 === 0 ? index + 1 : index - 1).padStart(4, '0')}`,
  version: Math.floor(index / 2),
})

test('a service that orders by the change column is read as its pages come, and goes on behind any cursor', async () => {
  await using server = await answering(({ url }, response) => {
    const query = new URL(url, 'http://x').searchParams
    const all = Array.from({ length: 60 }, (_, index) => record(index))
    const since = Number(query.get('since') ?? 0) * 2
    const start = since + (Number(query.get('page')) - 1) * 3
    json(response, all.slice(start, start + 3))
  })
  await using session = await open(server.url, { permits: definition })
  const read = async (after?: string): Promise<{ ids: unknown[]; cursors: string[]; asked: number }> => {
    const [ids, cursors] = [[] as unknown[], [] as string[]]
    const settings = { dataset: 'permits', columns, by, batchRows: 4, ...(after === undefined ? {} : { after }) }
    let asked = 0
    for await (const batch of session.changes(settings)) {
      if (asked === 0) asked = server.seen.length
      ids.push(...batch.rows.map(([id]) => id))
      cursors.push(batch.cursor)
    }
    return { ids, cursors, asked }
  }
  const first = await read()
  const expected = Array.from({ length: 60 }, (_, index) => `r${String(index).padStart(4, '0')}`)
  expect(first.ids).toEqual(expected)
  expect(first.asked).toBeLessThan(5)
  for (const [index, cursor] of first.cursors.entries())
    expect((await read(cursor)).ids).toEqual(expected.slice((index + 1) * 4))
})

test('records that do not come in the order that was promised end the read', async () => {
  await using server = await answering(({ url }, response) =>
    json(response, url.includes('page=1') ? [5, 4].map((version) => ({ id: `${version}`, version })) : []),
  )
  await using session = await open(server.url, { permits: definition })
  const read = async (): Promise<void> => {
    for await (const _ of session.changes({ dataset: 'permits', columns, by }));
  }
  const error = await failureOf(read)
  expect([error.code, error.details['column']]).toEqual(['RECORDS_UNORDERED', 'version'])
})

/** Files without a name that SQLite holds open in this process. */
function openStages(): number {
  const links = readdirSync('/proc/self/fd').map((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`)
    } catch {
      return ''
    }
  })
  return links.filter((link) => link.includes('etilqs')).length
}

test('without a promise rows wait on disk, in a file without a name that ends with the read, however that ends', async () => {
  const remark = 'x'.repeat(1_000_000)
  let failing = false
  await using server = await answering(({ url }, response) => {
    const page = Number(/page=(\d+)/.exec(url)?.[1])
    if (page > 12 && failing) json(response, '{', 500)
    else json(response, page > 12 ? [] : [{ ...record(page), remark }])
  })
  const { order: _, ...unordered } = definition
  const answer = { ...definition.answer, columns: { ...definition.answer.columns, remark: '$.remark' } }
  await using session = await open(server.url, { permits: { ...unordered, answer } })
  const scan = { dataset: 'permits', columns: [{ name: 'remark' }], key: ['id'], batchRows: 1 }
  for await (const _batch of session.scan(scan)) {
    expect(openStages()).toBeGreaterThan(0)
    break
  }
  expect(openStages()).toBe(0)
  failing = true
  const read = async (): Promise<void> => {
    for await (const _batch of session.scan(scan));
  }
  expect((await failureOf(read)).code).toBe('QUERY_FAILED')
  expect(openStages()).toBe(0)
})
