import type { Value } from '@berth/core'
import { expect, test } from 'vitest'
import {
  type BindExtras,
  bindRequest,
  readDataset,
  requestNames,
  requestTemplate,
  type WrittenDataset,
  type WrittenRequest,
} from '../../src/index.ts'
import { failureOf } from '../failure.ts'

type Bound = ReturnType<typeof bindRequest>

const base = new URL('https://permit.example/api?v=1')

function bound(
  written: WrittenRequest,
  inputs: Readonly<Record<string, Value>>,
  more: WrittenDataset = {},
  extras: BindExtras = {},
): Bound {
  const request = requestTemplate(written)
  const settings = { connector: 'test', format: 'json', placeholders: requestNames(request) } as const
  return bindRequest(request, base, readDataset('permits', more, settings), new Map(Object.entries(inputs)), extras)
}

const bodyOf = (request: Bound): string => Buffer.from(request.body ?? []).toString()

const hostile = `a/../b?x=1&y=#z%2f;'"<&>+ 中`

test('an input is one part of the path, whatever it holds', () => {
  const { url } = bound({ path: '/permits/{id}/pages' }, { id: hostile })
  expect(url.pathname.split('/')).toHaveLength(5)
  expect(decodeURIComponent(url.pathname.split('/')[3] ?? '')).toBe(hostile)
  expect(url.search).toBe('?v=1')
  expect(url.host).toBe('permit.example')
})

test.each(['.', '..', ''])('the path part "%s" leads elsewhere and is refused', async (id) => {
  expect((await failureOf(() => bound({ path: '/permits/{id}/x' }, { id }))).code).toBe('PARAMETER_INVALID')
})

test('an input cannot add to the query, nor name another host', () => {
  const { url } = bound({ path: '/p', query: { q: '{q}', fixed: 'a b', list: ['1', '2'] } }, { q: hostile })
  expect([...url.searchParams]).toEqual([
    ['v', '1'],
    ['q', hostile],
    ['fixed', 'a b'],
    ['list', '1'],
    ['list', '2'],
  ])
  expect(bound({ path: '{id}' }, { id: '//evil.example/x' }).url.host).toBe('permit.example')
  expect(bound({ path: '{id}' }, { id: 'https://evil.example/x' }).url.host).toBe('permit.example')
})

test('a link to the next page goes on within TLS alone', async () => {
  const at = (link: string): Bound => bound({ path: '/permits' }, {}, {}, { place: { link } })
  expect(at('/permits?after=2').url.href).toBe('https://permit.example/permits?after=2')
  const error = await failureOf(() => at('http://permit.example/permits?after=2'))
  expect(error).toMatchObject({ code: 'REDIRECT_REFUSED', details: { call: 'permits', host: 'permit.example' } })
})

test('an answer is kept under its address, never one that a body was asked for with', () => {
  expect(bound({ path: '/permits' }, {}).keepAs).toContain('https://permit.example/api/permits')
  expect(bound({ path: '/permits', method: 'GET', body: { json: { id: '{id}' } } }, { id: '1' }).keepAs).toBeUndefined()
})

test('what is not given is left out of the query, never of the path', async () => {
  expect(bound({ path: '/p', query: { a: '{a}', b: 'x{b}' } }, { a: null }).url.search).toBe('?v=1')
  expect((await failureOf(() => bound({ path: '/p/{a}' }, {}))).details['parameter']).toBe('a')
})

test('a header takes visible ASCII alone', async () => {
  expect(bound({ path: '/', headers: { 'X-A': 'id {a}' } }, { a: 'x y' }).headers['x-a']).toBe('id x y')
  for (const a of ['x\r\nEvil: 1', 'x\n', '中', '\0'])
    expect((await failureOf(() => bound({ path: '/', headers: { 'X-A': '{a}' } }, { a }))).code).toBe(
      'PARAMETER_INVALID',
    )
})

test('the address and a form in a charset of the department', () => {
  const request = bound(
    { path: '/p', charset: 'GBK', query: { q: '{q}' }, body: { form: { f: '{q}' } } },
    { q: '中 a' },
  )
  expect(request.url.search).toBe('?v=1&q=%D6%D0%20a')
  expect(bodyOf(request)).toBe('f=%D6%D0%20a')
  expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded; charset=gbk')
})

test('a character that the charset does not have is refused, not replaced', async () => {
  const error = await failureOf(() => bound({ path: '/p', charset: 'GBK', query: { q: '{q}' } }, { q: 'a𠮷' }))
  expect(error.code).toBe('TEXT_UNENCODABLE')
  expect((await failureOf(() => bound({ path: '/{q}' }, { q: '\ud800' }))).code).toBe('TEXT_UNENCODABLE')
})

test('a JSON body keeps digits and types, and nothing in a text ends it', () => {
  const json = {
    a: '{text}',
    b: ['{number}', '{none}'],
    c: { d: '{big}', e: '{none}' },
    f: 'x-{text}',
    g: '{{no}}',
    h: 1,
  }
  const inputs = { text: hostile, number: 7, big: '12345678901234567890.10' }
  const request = bound({ path: '/', body: { json } }, inputs, { inputs: { big: 'decimal(30,2)', number: 'integer' } })
  expect(JSON.parse(bodyOf(request))).toMatchObject({ a: hostile, b: [7], f: `x-${hostile}`, g: '{no}', h: 1 })
  expect(bodyOf(request)).toContain('"d":12345678901234567890.10')
  expect(bodyOf(request)).not.toContain('"e"')
  expect(request.method).toBe('POST')
})

test('an XML body: an input is text, never markup', async () => {
  const xml = '<q a="{a}">{a}</q>'
  expect(bodyOf(bound({ path: '/', body: { xml } }, { a: `<x>&"'\n]]>` }))).toBe(
    '<q a="&lt;x&gt;&amp;&quot;&apos;&#10;]]&gt;">&lt;x&gt;&amp;&quot;&apos;&#10;]]&gt;</q>',
  )
  expect((await failureOf(() => bound({ path: '/', body: { xml } }, { a: '\0' }))).code).toBe('PARAMETER_INVALID')
})

test('times as the service writes them', () => {
  const query = { d: '{at}' }
  const inputs = (pattern: string): WrittenDataset => ({ inputs: { at: { type: 'datetime', pattern } } })
  const at = '2024-02-29T10:05:06.789123'
  const written = (pattern: string): string | null =>
    bound({ path: '/', query }, { at }, inputs(pattern)).url.searchParams.get('d')
  expect(written('yyyyMMddHHmmss')).toBe('20240229100506')
  expect(written('yyyy-MM-dd HH:mm:ss.SSS')).toBe('2024-02-29 10:05:06.789')
})

test('pages and idempotency keys have their own names', () => {
  const request = requestTemplate({ path: '/', query: { p: '{page}', s: '{size}', k: '{idempotencyKey}', q: '{q}' } })
  expect(requestNames(request)).toEqual(['q'])
  const place = { page: 3, size: 50 }
  const { url } = bound(
    { path: '/', query: { p: '{page}', s: '{size}', k: '{idempotencyKey}' } },
    {},
    {},
    { place, idempotencyKey: 'k-1' },
  )
  expect(url.search).toBe('?v=1&p=3&s=50&k=k-1')
})
