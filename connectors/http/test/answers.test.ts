import type { ServerResponse } from 'node:http'
import type { Row } from '@berth/core'
import { expect, test } from 'vitest'
import { answering, columns, failureOf, json, open, permits } from './answering.ts'

async function rowsOf(answer: unknown, change: Readonly<Record<string, unknown>> = {}): Promise<Row[]> {
  await using server = await answering((_request, response) => {
    if (typeof answer === 'function') answer(response)
    else json(response, answer)
  })
  await using session = await open(server.url, { permits: permits(change) })
  const rows: Row[] = []
  for await (const batch of session.scan({ dataset: 'permits', columns })) {
    rows.push(...batch.rows)
    for (const { error } of batch.unreadable ?? []) throw error
  }
  return rows
}

const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end('{"secret":"内容"}')

test.each([
  [401, 'AUTH_FAILED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'QUERY_FAILED'],
  [429, 'SYSTEM_BUSY'],
  [500, 'QUERY_FAILED'],
  [502, 'SYSTEM_UNAVAILABLE'],
  [503, 'SYSTEM_BUSY'],
  [304, 'QUERY_FAILED'],
])('the HTTP status %i is %s', async (code, expected) => {
  const error = await failureOf(() => rowsOf(status(code)))
  expect(error.code).toBe(expected)
  expect(JSON.stringify(error)).not.toContain('内容')
})

test('a status that means no records, where the docking says so', async () => {
  expect(await rowsOf(status(404), { answer: { none: [404] } })).toEqual([])
})

const list = [{ id: '1', name: '甲' }]

test.each([
  ['records', { code: '0', data: list }, [['1', '甲']]],
  ['a code that is a number', { code: 0, data: list }, [['1', '甲']]],
  ['an empty list', { code: '0', data: [] }, []],
  ['NULL, with success', { code: '0', data: null }, []],
])('no records and records are told apart: %s', async (_name, answer, rows) => {
  expect(await rowsOf(answer)).toEqual(rows)
})

test.each([
  ['nothing there', { code: '0' }, 'RECORDS_MISSING'],
  ['no code', { data: list }, 'RECORDS_MISSING'],
  ['another code', { code: 'E17', msg: '身份证 123', data: [] }, 'QUERY_FAILED'],
  ['an object', { code: '0', data: { id: 1 } }, 'ANSWER_UNREADABLE'],
  ['a text', { code: '0', data: 'none' }, 'ANSWER_UNREADABLE'],
  ['HTML', '<html><body>欢迎光临</body></html>', 'ANSWER_UNREADABLE'],
  ['two codes', '{"code":"E1","code":"0","data":[]}', 'ANSWER_UNREADABLE'],
  ['a long name', { code: '0', data: [{ id: '1', name: '一二三四五六七八九十百' }] }, 'VALUE_TOO_LONG'],
])('%s is no empty answer', async (_name, answer, code) => {
  const error = await failureOf(() => rowsOf(answer))
  expect(error.code).toBe(code)
  expect(JSON.stringify(error)).not.toMatch(/身份证|欢迎|百/)
})

test('the code of the service is told where it is one', async () => {
  expect((await failureOf(() => rowsOf({ code: 'E17' }))).details['nativeCode']).toBe('E17')
  expect((await failureOf(() => rowsOf({ code: '张三 不存在' }))).details['nativeCode']).toBe('-')
})

test('codes that mean something else', async () => {
  const success = { at: '$.code', equals: ['0'], none: ['404'], busy: ['9'], denied: ['8'] }
  expect(await rowsOf({ code: '404' }, { answer: { success } })).toEqual([])
  expect((await failureOf(() => rowsOf({ code: 9 }, { answer: { success } }))).code).toBe('SYSTEM_BUSY')
  expect((await failureOf(() => rowsOf({ code: 8 }, { answer: { success } }))).code).toBe('AUTH_FAILED')
})

test('nothing there may mean no records, where the docking says so', async () => {
  expect(await rowsOf({ code: '0' }, { answer: { emptyWhenMissing: true } })).toEqual([])
})

test('without a mark of success, NULL is no empty list', async () => {
  const answer = { success: undefined }
  const { success: _, ...plain } = { ...(permits()['answer'] as object), ...answer } as Record<string, unknown>
  await using server = await answering((_request, response) => json(response, { data: null }))
  await using session = await open(server.url, { permits: { ...permits(), answer: plain } })
  const read = async (): Promise<void> => {
    for await (const _batch of session.scan({ dataset: 'permits', columns }));
  }
  expect((await failureOf(read)).code).toBe('RECORDS_MISSING')
})

test('a record that cannot be read costs no other its place', async () => {
  await using server = await answering((_request, response) =>
    json(response, { code: '0', data: [...list, { id: '2', name: { a: 1 } }, { id: '3', name: null }, 'x'] }),
  )
  await using session = await open(server.url, { permits: permits() })
  const batches = []
  for await (const batch of session.scan({ dataset: 'permits', columns })) batches.push(batch)
  expect(batches[0]?.rows).toEqual([
    ['1', '甲'],
    ['3', null],
  ])
  expect(batches[0]?.unreadable?.map(({ row, error }) => [row, error.code, error.details['column']])).toEqual([
    [2, 'VALUE_INVALID', 'name'],
    [4, 'VALUE_INVALID', 'id'],
  ])
})

test('XML, a payload inside it, GBK, and columns that are attributes', async () => {
  const inner = '<r><p id="1"><n>张三</n></p><p id="2"><n/></p></r>'
  const outer = `<?xml version="1.0" encoding="GBK"?><answer><rc>00</rc><body>${inner.replaceAll('<', '&lt;')}</body></answer>`
  const { default: iconv } = await import('iconv-lite')
  const definition = {
    request: { path: '/permits' },
    answer: {
      format: 'xml',
      success: { at: '/answer/rc', equals: ['00'] },
      payload: { at: '/answer/body' },
      records: '/r/p',
      columns: { id: '@id', name: 'n' },
    },
  }
  await using server = await answering((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' }).end(iconv.encode(outer, 'gbk'))
  })
  await using session = await open(server.url, { permits: definition })
  for await (const { rows } of session.scan({ dataset: 'permits', columns }))
    expect(rows).toEqual([
      ['1', '张三'],
      ['2', ''],
    ])
})

test.each([
  [{ records: undefined }, 'answer.records'],
  [{ records: '$..[' }, 'answer.records'],
  [{ columns: { id: '$.id', name: { at: '$.name', type: 'number' } } }, 'answer.columns.name'],
  [{ charset: 'klingon' }, 'answer.charset'],
  [{ columns: { name: '$.name' } }, 'key'],
])('a definition that cannot be meant is refused with its place', async (answer, path) => {
  const given = permits({ answer }) as { answer: Record<string, unknown> }
  for (const [name, value] of Object.entries(given.answer)) if (value === undefined) delete given.answer[name]
  const error = await failureOf(() => open('http://127.0.0.1:9', { permits: given }))
  expect([error.code, error.details['path']]).toEqual(['DEFINITION_INVALID', path])
})

test('a request that names no page, and an operation without its key, are refused', async () => {
  const paged = permits({ paging: { by: 'page', size: 10 } })
  expect((await failureOf(() => open('http://127.0.0.1:9', { permits: paged }))).details['expected']).toBe('{page}')
  const done = { ...permits(), operation: true }
  expect((await failureOf(() => open('http://127.0.0.1:9', { done }))).details['expected']).toBe('{idempotencyKey}')
})
