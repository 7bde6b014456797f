import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Row } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { freePort, listening, type ServerProcess, startProcess } from '../../../test/servers/process.ts'
import { failureOf, open } from './answering.ts'

const script = new URL('fixtures/interface.php', import.meta.url).pathname

const plain = {
  success: { at: '$.code', equals: ['200'] },
  records: '$.data.list[*]',
  columns: { id: { at: '$.id', type: 'integer' }, name: '$.name', fee: { at: '$.fee', type: 'decimal(10,1)' } },
}
const columns = [{ name: 'id' }, { name: 'name' }]

describeServer('php', 'an interface in PHP', ({ program }) => {
  let server: ServerProcess
  let url = ''

  beforeAll(async () => {
    const port = await freePort(21_400)
    const folder = mkdtempSync(join(tmpdir(), 'berth-php-'))
    const environment = { PATH: process.env['PATH'] ?? '' }
    const settings = { environment, log: join(folder, 'log'), remove: folder }
    server = await startProcess([program, '-S', `127.0.0.1:${port}`, script], settings)
    url = `http://127.0.0.1:${port}`
    expect(await listening(port, server.alive)).toBe(true)
  })

  afterAll(async () => server.stop())

  async function scan(definition: object, options: Readonly<Record<string, unknown>> = {}): Promise<Row[]> {
    await using session = await open(url, { people: { answer: plain, ...definition } }, options)
    const rows: Row[] = []
    for await (const batch of session.scan({ dataset: 'people', columns, batchRows: 5 })) rows.push(...batch.rows)
    return rows
  }

  const all = Array.from({ length: 23 }, (_, index): Row => [index + 1, `张三${index + 1}`])

  test.each([
    ['page', { path: '/page', query: { p: '{page}', n: '{size}' } }, { by: 'page', size: 6, total: '$.data.total' }],
    [
      'offset',
      { path: '/offset', query: { from: '{offset}', n: '{size}' } },
      { by: 'offset', size: 6, total: '$.data.total' },
    ],
    ['until-empty', { path: '/page', query: { p: '{page}', n: '{size}' } }, { by: 'until-empty', size: 6 }],
    ['link', { path: '/link' }, { by: 'link' }],
    ['cursor', { path: '/cursor', query: { after: '{cursor}' } }, { by: 'cursor', next: '$.next' }],
  ])('all records, by %s', async (_name, request, paging) => {
    expect(await scan({ request, paging, key: ['id'] })).toEqual(all)
  })

  test('a form and an answer in GBK', async () => {
    const definition = {
      request: { path: '/form', charset: 'GBK', body: { form: { name: '{name}' } } },
      answer: plain,
      key: ['id'],
    }
    await using session = await open(url, { people: definition })
    const { answers } = await session.lookup({
      dataset: 'people',
      columns,
      by: ['name'],
      keys: [['张三7'], ['李四']],
      limit: 5,
    })
    expect(answers.map(({ rows }) => rows)).toEqual([[[7, '张三7']], []])
  })

  test('XML in GBK with a namespace', async () => {
    const answer = {
      format: 'xml',
      namespaces: { q: 'urn:permit' },
      records: '/q:answer/q:record',
      columns: { id: { at: '@id', type: 'integer' }, name: 'q:name' },
    }
    // PHP says UTF-8 in its header by itself: text that is not is refused, not guessed.
    const wrong = await failureOf(() => scan({ request: { path: '/xml' }, answer }))
    expect([wrong.code, wrong.details['problem'], wrong.details['charset']]).toEqual([
      'ANSWER_UNREADABLE',
      'answer-byte-invalid',
      'UTF-8',
    ])
    expect(await scan({ request: { path: '/xml' }, answer: { ...answer, charset: 'GBK' } })).toEqual(all)
  })

  test('a document packed inside the answer, and an answer packed on the way', async () => {
    const payload = { at: '$.data', encoding: ['base64', 'gzip'] }
    expect(await scan({ request: { path: '/packed' }, answer: { ...plain, payload, records: '$.list[*]' } })).toEqual(
      all,
    )
    expect(await scan({ request: { path: '/gzip' } })).toEqual(all)
    const bomb = await failureOf(() => scan({ request: { path: '/bomb' } }, { maxAnswerBytes: 1_000_000 }))
    expect(bomb.code).toBe('ANSWER_TOO_LARGE')
  })

  test('numbers with all their digits', async () => {
    const numbers = { id: { at: '$.id', type: 'int64' }, name: { at: '$.big', type: 'decimal(30,2)' } }
    expect(await scan({ request: { path: '/numbers' }, answer: { ...plain, columns: numbers } })).toEqual([
      ['9007199254740993', '1234567890123456789012.10'],
    ])
  })

  test('a warning of PHP in front of the answer is no answer', async () => {
    const error = await failureOf(() => scan({ request: { path: '/warning' } }))
    expect(error.code).toBe('ANSWER_UNREADABLE')
  })

  test('a page that says Not Found', async () => {
    expect((await failureOf(() => scan({ request: { path: '/none' } }))).details['nativeCode']).toBe('HTTP 404')
  })

  test('client credentials', async () => {
    const options = { authentication: 'oauth2', tokenUrl: '/token', clientId: 'client', clientSecret: 's3cret' }
    expect(await scan({ request: { path: '/guarded' } }, options)).toEqual(all)
    expect((await failureOf(() => scan({ request: { path: '/guarded' } }))).code).toBe('AUTH_FAILED')
    const wrong = await failureOf(() => scan({ request: { path: '/guarded' } }, { ...options, clientSecret: 'no' }))
    expect(wrong.code).toBe('AUTH_FAILED')
  })

  test('a redirect is followed where it may be', async () => {
    expect((await failureOf(() => scan({ request: { path: '/login' } }))).code).toBe('REDIRECT_REFUSED')
    expect(await scan({ request: { path: '/login' } }, { maxRedirects: 1 })).toEqual(all)
  })
})
