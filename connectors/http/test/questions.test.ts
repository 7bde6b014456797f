import { setTimeout as wait } from 'node:timers/promises'
import type { Field, Row } from '@berth/core'
import { expect, test } from 'vitest'
import { answering, columns, failureOf, json, open, permits } from './answering.ts'

const byId = { dataset: 'permits', columns, by: ['id'], limit: 10 }

test('a question that lacks an input is refused, and nothing is sent', async () => {
  await using server = await answering((_request, response) => json(response, { code: '0', data: [] }))
  const definition = permits({
    request: { query: { id: '{id}', year: '{year}' } },
    inputs: { year: 'integer', id: 'text' },
  })
  await using session = await open(server.url, { permits: definition })
  const error = await failureOf(() => session.lookup({ ...byId, keys: [['1']] }))
  expect([error.code, error.details['parameter']]).toEqual(['PARAMETER_MISSING', 'year'])
  const scan = async (): Promise<void> => {
    for await (const _ of session.scan({ dataset: 'permits', columns }));
  }
  expect((await failureOf(scan)).code).toBe('PARAMETER_MISSING')
  expect(server.seen).toEqual([])
})

test('a column that the request does not ask by is no question', async () => {
  await using session = await open('http://127.0.0.1:9', { permits: permits() })
  expect((await failureOf(() => session.lookup({ ...byId, by: ['name'], keys: [['x']] }))).code).toBe('NOT_SUPPORTED')
})

test('an answer to another question is refused, or dropped where the docking says so', async () => {
  const data = [
    { id: '1', name: 'a' },
    { id: '10', name: 'b' },
  ]
  await using server = await answering((_request, response) => json(response, { code: '0', data }))
  await using session = await open(server.url, { permits: permits() })
  const { answers } = await session.lookup({ ...byId, keys: [['1'], ['2']] })
  expect(answers.map(({ rows, error }) => [rows, error?.code])).toEqual([
    [[], 'ANSWER_MISMATCHED'],
    [[], 'ANSWER_MISMATCHED'],
  ])
  await using dropping = await open(server.url, { permits: permits({ answer: { otherRecords: 'drop' } }) })
  const dropped = await dropping.lookup({ ...byId, keys: [['1'], ['2']] })
  expect(dropped.answers.map(({ rows }) => rows)).toEqual([[['1', 'a']], []])
})

test('many questions run a few at a time, and one that is slow costs no other its place', async () => {
  let running = 0
  let most = 0
  await using server = await answering(async ({ url }, response) => {
    most = Math.max(most, ++running)
    const id = url.split('=')[1] ?? ''
    await wait(id === '3' ? 60 : 10)
    running--
    json(response, { code: '0', data: [{ id, name: `n${id}` }] })
  })
  await using session = await open(server.url, { permits: permits() }, { maxConnections: 3 })
  const keys = Array.from({ length: 20 }, (_, index) => [String(index)])
  const { answers } = await session.lookup({ ...byId, keys })
  expect(answers.map(({ rows }) => rows[0]?.[1])).toEqual(keys.map(([id]) => `n${id}`))
  expect(most).toBe(3)
})

test('changes: the service is asked for what changed since the cursor, overlap included', async () => {
  const all = [
    { id: 'a', at: '2024-01-01T00:00:00' },
    { id: 'b', at: '2024-01-02T00:00:00' },
    { id: 'c', at: '2024-01-03T00:00:00' },
  ]
  const asked: (string | null)[] = []
  await using server = await answering(({ url }, response) => {
    const since = new URL(url, 'http://x').searchParams.get('since')
    asked.push(since)
    json(response, { data: all.filter(({ at }) => since === null || at.replaceAll(/\D/g, '') >= since) })
  })
  const definition = {
    request: { path: '/changes', query: { since: '{since}' } },
    inputs: { since: { type: 'datetime', optional: true, pattern: 'yyyyMMddHHmmss' } },
    answer: { records: '$.data[*]', columns: { id: '$.id', at: { at: '$.at', type: 'datetime' } } },
    key: ['id'],
    changes: { column: 'at', since: '{since}' },
  }
  await using session = await open(server.url, { permits: definition })
  const by = { kind: 'column' as const, column: 'at', key: ['id'], overlap: 3_600_000 }
  const read = async (after?: string): Promise<{ ids: unknown[]; cursor: string | undefined }> => {
    const ids: unknown[] = []
    let cursor: string | undefined
    const settings = { dataset: 'permits', columns: [{ name: 'id' }], by, batchRows: 2 }
    for await (const batch of session.changes(after === undefined ? settings : { ...settings, after })) {
      ids.push(...batch.rows.map(([id]) => id))
      cursor = batch.cursor
    }
    return { ids, cursor }
  }
  const first = await read()
  expect(first.ids).toEqual(['a', 'b', 'c'])
  all.push({ id: 'd', at: '2024-01-02T23:30:00' }, { id: 'e', at: '2024-01-04T00:00:00' })
  expect((await read(first.cursor)).ids).toEqual(['d', 'c', 'e'])
  expect(asked).toEqual([null, '20240102230000'])
})

const field = (name: string): Field => ({ name, type: { name: 'text' } })

const operation = {
  operation: true,
  request: {
    path: '/apply',
    headers: { 'Idempotency-Key': '{idempotencyKey}' },
    body: { json: { name: '{name}' } },
  },
  answer: {
    success: { at: '$.code', equals: ['0'], repeated: ['DONE'] },
    records: '$.data',
    columns: { number: { at: '$.number', type: 'text' } },
  },
}

const submission = {
  operation: 'apply',
  input: [{ ...field('name'), value: '张三' }],
  output: [field('number')],
  idempotencyKey: 'k-1',
}

test('an operation is called once, with its key, and says when it had been done', async () => {
  await using server = await answering(({ headers }, response) =>
    json(response, headers['idempotency-key'] === 'k-2' ? { code: 'DONE' } : { code: 0, data: { number: 17 } }),
  )
  await using session = await open(server.url, { apply: operation }, {}, 'write')
  const rows: Row[] = [['17']]
  expect(await session.invoke(submission)).toMatchObject({ repeated: false, rows })
  expect(await session.invoke({ ...submission, idempotencyKey: 'k-2' })).toMatchObject({ repeated: true, rows: [] })
  expect(server.seen.map(({ method, body }) => [method, body])).toEqual([
    ['POST', '{"name":"张三"}'],
    ['POST', '{"name":"张三"}'],
  ])
})

test.each([
  ['a refusal of the service', 200, '{"code":"E1"}', 'QUERY_FAILED'],
  ['a refusal by status', 400, '', 'QUERY_FAILED'],
  ['wrong credentials', 401, '', 'AUTH_FAILED'],
  ['too many calls', 429, '', 'SYSTEM_BUSY'],
  ['a server that failed', 500, '', 'UNKNOWN_OUTCOME'],
  ['a gateway that gave up', 504, '', 'UNKNOWN_OUTCOME'],
  ['a server too busy to say', 503, '', 'UNKNOWN_OUTCOME'],
  ['HTML', 200, '<html>', 'UNKNOWN_OUTCOME'],
  ['an answer without the records', 200, '{"code":"0"}', 'UNKNOWN_OUTCOME'],
])('after %s it is known whether the operation was done', async (_name, code, text, expected) => {
  await using server = await answering((_request, response) => json(response, text, code))
  await using session = await open(server.url, { apply: operation }, {}, 'write')
  expect((await failureOf(() => session.invoke(submission))).code).toBe(expected)
  expect(server.seen).toHaveLength(1)
})

test('a line that is cut after the request was sent leaves it unknown; one that never came up does not', async () => {
  await using server = await answering((_request, response) => void response.destroy())
  await using session = await open(server.url, { apply: operation }, {}, 'write')
  expect((await failureOf(() => session.invoke(submission))).code).toBe('UNKNOWN_OUTCOME')
  await using nobody = await open('http://127.0.0.1:9', { apply: operation }, {}, 'write')
  expect((await failureOf(() => nobody.invoke(submission))).code).toBe('CONNECT_REFUSED')
})
