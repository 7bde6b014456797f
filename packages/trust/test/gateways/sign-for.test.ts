import { createHmac } from 'node:crypto'
import { BerthError, Secret } from '@berth/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalQuery } from '../../src/gateways/canonical-query.ts'
import { gatewayDialect, gatewayDialects, signFor } from '../../src/index.ts'
import { credentialsOf, optionsOf, requestOf, vectorOf } from './vectors.ts'

const bgHmac = gatewayDialect('x-bg-hmac')
const bgVector = vectorOf(bgHmac)
const signed = (request: object) =>
  signFor(bgHmac, credentialsOf(bgVector), { ...requestOf(bgVector), ...request }, optionsOf(bgVector)).fields[
    'X-BG-HMAC-SIGNATURE'
  ]
const bgSignature = (lines: readonly string[]) =>
  createHmac('sha256', bgVector.secret)
    .update([...lines, bgVector.id, 'Tue, 14 Nov 2023 22:13:20 GMT', ''].join('\n'))
    .digest('base64')

type Query = readonly (readonly [string, string])[]

test.each<[string, Query, string]>([
  ['none', [], ''],
  ['an empty value', [['a', '']], 'a='],
  ['an empty name', [['', '1']], '=1'],
  [
    'several of one name',
    [
      ['a', '2'],
      ['b', '0'],
      ['a', '10'],
      ['a', '2'],
    ],
    'a=10&a=2&a=2&b=0',
  ],
  [
    'a name that begins another',
    [
      ['a-b', '2'],
      ['a', '1'],
    ],
    'a=1&a-b=2',
  ],
  [
    'upper case before lower',
    [
      ['a', '1'],
      ['B', '2'],
    ],
    'B=2&a=1',
  ],
  ['Chinese', [['姓名', '张 三']], '%E5%A7%93%E5%90%8D=%E5%BC%A0%20%E4%B8%89'],
  ['marks', [['q', "+&=/?#%:@!'()*~-._"]], "q=%2B%26%3D%2F%3F%23%25%3A%40!'()*~-._"],
  ['a line break', [['q', '1\r\n2']], 'q=1%0D%0A2'],
  [
    'beyond the first plane, in the order of bytes',
    [
      ['\u{20000}', '2'],
      ['\uFF01', '1'],
    ],
    '%EF%BC%81=1&%F0%A0%80%80=2',
  ],
])('the query that is signed: %s', (_name, query, expected) => {
  expect(canonicalQuery(query)).toBe(expected)
  expect(signed({ query })).toBe(bgSignature(['GET', '/api/v1/test', expected]))
})

test('the order of the query does not change what is signed', () => {
  const query = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })))
  fc.assert(
    fc.property(query, (pairs) => {
      expect(canonicalQuery([...pairs].reverse())).toBe(canonicalQuery(pairs))
      expect([...new URLSearchParams(canonicalQuery(pairs))].length).toBe(pairs.length)
    }),
  )
})

test('the path is signed decoded, a missing one is the root', () => {
  const query: Query = []
  expect(signed({ path: '/%E4%B8%AD/a%20b', query })).toBe(bgSignature(['GET', '/中/a b', '']))
  const bare = signFor(bgHmac, credentialsOf(bgVector), {}, optionsOf(bgVector)).fields['X-BG-HMAC-SIGNATURE']
  expect(bare).toBe(bgSignature(['GET', '/', '']))
})

test.each<[string, object]>([
  ['a line break in the path', { path: '/a%0Ab' }],
  ['a carriage return in the path', { path: '/a%0Db' }],
  ['a query in the path', { path: '/a?b=1' }],
  ['a path that is not encoded', { path: '/中' }],
  ['a path that is no UTF-8', { path: '/%FF' }],
  ['a path without its slash', { path: 'a' }],
  ['a method in lower case', { method: 'get' }],
  ['a method with a line break', { method: 'GET\n/other' }],
  ['a query that is no Unicode', { query: [['a', '\uD800']] }],
])('%s is refused', (_name, request) => {
  expect(() => signed(request)).toThrow(expect.objectContaining({ code: 'PARAMETER_INVALID' }))
})

const parts = ['id', 'service', 'nonce', 'user', 'userInformation', 'extension'] as const
const places = gatewayDialects.flatMap((dialect) =>
  parts
    .filter((part) => dialect.fields.some(({ holds }) => holds === part))
    .map((part) => [dialect.id, part, dialect] as const),
)

test.each(places)('%s: no line break gets out through %s, nor what is not visible ASCII', (_id, part, dialect) => {
  const vector = vectorOf(dialect)
  const odd = fc.constantFrom('\r\n', '\n', '\r', '\0', '\t', '\u007F', '\u2028', '中', 'é')
  fc.assert(
    fc.property(odd, fc.string(), fc.string(), (mark, before, after) => {
      const value = `a${before}${mark}${after}b`
      const credentials = { ...credentialsOf(vector), ...(part === 'id' ? { id: value } : {}) }
      const request = { ...requestOf(vector), [part]: value }
      const options = { ...optionsOf(vector), ...(part === 'nonce' ? { nonce: value } : {}) }
      const caught = thrownBy(() => signFor(dialect, credentials, request, options))
      expect(caught).toMatchObject({ code: 'PARAMETER_INVALID', details: { parameter: part } })
    }),
    { numRuns: 30 },
  )
})

test.each(places)('%s: a %s that is needed is asked for', (_id, part, dialect) => {
  const vector = vectorOf(dialect)
  const credentials = { ...credentialsOf(vector), ...(part === 'id' ? { id: '' } : {}) }
  const options = { ...optionsOf(vector), ...(part === 'nonce' ? { nonce: '' } : {}) }
  const sign = () => signFor(dialect, credentials, { ...requestOf(vector), [part]: '' }, options)
  if (dialect.fields.find(({ holds }) => holds === part)?.optional === true) {
    expect(Object.keys(sign().fields)).not.toContain(dialect.fields.find(({ holds }) => holds === part)?.name)
  } else {
    expect(thrownBy(sign)).toMatchObject({ code: 'PARAMETER_MISSING', details: { parameter: part } })
  }
})

test('no refusal and no result tells the secret', () => {
  for (const dialect of gatewayDialects) {
    const vector = vectorOf(dialect)
    const result = signFor(dialect, credentialsOf(vector), requestOf(vector), optionsOf(vector))
    expect(JSON.stringify(result)).not.toContain(vector.secret)
    const broken = { ...credentialsOf(vector), id: 'a\nb' }
    const refusal = thrownBy(() => signFor(dialect, broken, { ...requestOf(vector), user: '\n' }, optionsOf(vector)))
    expect(String(refusal)).not.toContain(vector.secret)
    const empty = { ...credentialsOf(vector), secret: new Secret('') }
    expect(thrownBy(() => signFor(dialect, empty, requestOf(vector), optionsOf(vector)))).toMatchObject({
      details: { parameter: 'secret' },
    })
  }
})

function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return BerthError.is(error) ? error : new TypeError('another error', { cause: error })
  }
  return undefined
}
