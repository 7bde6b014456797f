import { BerthError } from '@berth/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAnswer, readDataset, type ServiceAnswer } from '../../src/index.ts'

const answered = (body: Uint8Array, contentType: string): ServiceAnswer => ({
  status: 200,
  headers: { 'content-type': contentType, link: '<<;;,>;rel=next;' },
  body,
  url: new URL('http://service.example/'),
})

const datasets = (['json', 'xml'] as const).map((format) => {
  const json = format === 'json'
  const answer = {
    format,
    success: { at: json ? '$.code' : '/a/code', equals: ['0'] },
    payload: { at: json ? '$.d' : '/a/d' },
    records: json ? '$.list[*]' : '/r/p',
    columns: { id: json ? '$.id' : '@id' },
  }
  return readDataset('permits', { answer }, { connector: 'test', format, placeholders: [] })
})

/** Sound answers, cut, mixed and with anything put into them. */
const sound = [
  '{"code":"0","d":"{\\"list\\":[{\\"id\\":1}]}"}',
  '<a><code>0</code><d>&lt;r>&lt;p id="1"/>&lt;/r></d></a>',
  '<?xml version="1.0" encoding="GBK"?><a xmlns:x="urn:x"><![CDATA[x]]></a>',
  '[[[[{"a":1e999,"b":-0.0}]]]]',
]
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...sound),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', '\\', '<', '&', ']]>', '{', '[', '\u0000'),
    ),
  )
  .map((parts) => parts.join(''))
const cut = fc.tuple(fc.constantFrom(...sound), fc.nat(90), text).map(([whole, at, more]) => whole.slice(0, at) + more)
const body = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.oneof(text, cut).map((each) => new TextEncoder().encode(each)),
)

test('whatever comes is records or a coded error, never anything else', () => {
  const contentType = fc.constantFrom(
    'application/json',
    'text/xml; charset=GBK',
    'text/html;charset=utf-16le',
    ';charset=',
  )
  fc.assert(
    fc.property(body, contentType, fc.constantFrom(...datasets), (bytes, type, dataset) => {
      try {
        expect(Array.isArray(readAnswer(dataset, answered(bytes, type), 10_000).records)).toBe(true)
      } catch (error) {
        if (!BerthError.is(error)) throw error
        expect(error.code).toMatch(/^(?:ANSWER_|RECORDS_|QUERY_FAILED)/)
      }
    }),
    { numRuns: 3000 },
  )
})

test('an error says nothing of what came', () => {
  const canary = 'KANARIENVOGEL'
  fc.assert(
    fc.property(cut, fc.nat(200), fc.constantFrom(...datasets), (whole, at, dataset) => {
      const bytes = new TextEncoder().encode(whole.slice(0, at) + canary + whole.slice(at))
      try {
        readAnswer(dataset, answered(bytes, 'text/plain'), 10_000)
      } catch (error) {
        expect(BerthError.is(error) && JSON.stringify(error) + String(error)).not.toContain(canary)
      }
    }),
    { numRuns: 1000 },
  )
})
