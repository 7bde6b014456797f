import type { Field } from '@berth/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { xmlReader, xmlWriter } from '../../src/index.ts'
import { dataset, readAll } from '../read-all.ts'
import { exchanged, hostileRows, textFields } from '../round-trip.ts'

const fields: readonly Field[] = ['id', 'name', 'city', 'phones'].map((name) => ({ name, type: { name: 'text' } }))
const columns = [
  { name: 'id', from: '@id', type: { name: 'text' } },
  { name: 'name', from: 'name', type: { name: 'text' } },
  { name: 'city', from: 'address/city', type: { name: 'text' } },
  { name: 'phones', from: 'address/phone[]', type: { name: 'text' } },
] as const
const definition = dataset('xml', { record: '/permits/permit', columns })

test('elements, attributes and lists by their paths; NULL is left out', () => {
  const writer = xmlWriter(definition, fields)
  const rows = [
    ['1', 'a<b>&"\r\n\t', '某市', '["1","2"]'],
    ['2', '', null, null],
    [null, null, null, null],
  ]
  const text = Buffer.concat([writer.begin(), writer.records(rows), writer.end()]).toString()
  expect(text).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<permits>',
      '<permit id="1"><name>a&lt;b&gt;&amp;&quot;&#13;&#10;&#9;</name><address><city>某市</city><phone>1</phone><phone>2</phone></address></permit>',
      '<permit id="2"><name/></permit>',
      '<permit/>',
      '</permits>',
      '',
    ].join('\n'),
  )
})

describe('what was written is read back', () => {
  const charsets = ['UTF-8', 'GBK', 'GB18030', 'Big5']
  test.each(charsets)('any text in %s, value for value', async (charset) => {
    const texts = dataset('xml', {
      record: '/r/e',
      charset,
      columns: textFields.map((field) => ({ ...field, from: field.name })),
    })
    await fc.assert(
      fc.asyncProperty(hostileRows, fc.integer({ min: 1, max: 9 }), async (rows, chunkBytes) => {
        const exchange = { reader: xmlReader, writer: xmlWriter }
        const { taken, read, refused } = await exchanged(exchange, texts, textFields, rows, chunkBytes)
        expect(read).toEqual(taken)
        expect(refused).toBe(0)
      }),
      { numRuns: 60 },
    )
  })
  test('a character that the charset does not have travels as its number', async () => {
    const gbk = { ...definition, charset: 'GBK' }
    const writer = xmlWriter(gbk, fields)
    const rows = [['é', '𠮷', null, null]]
    const bytes = Buffer.concat([writer.begin(), writer.records(rows), writer.end()])
    expect(bytes.toString('latin1')).toContain('&#134071;')
    expect((await readAll(xmlReader, bytes, gbk)).rows).toEqual(rows)
  })
})

test('what could not be read back is refused', () => {
  const writer = xmlWriter({ ...definition, nulls: ['-'], trim: true }, fields)
  const code =
    (...row: (string | null)[]) =>
    () =>
      writer.records([row])
  expect(code('-', null, null, null)).toThrow(expect.objectContaining({ code: 'VALUE_LOSS' }))
  expect(code(null, ' x', null, null)).toThrow(expect.objectContaining({ code: 'VALUE_LOSS' }))
  expect(code(null, 'ab\0', null, null)).toThrow(
    expect.objectContaining({ code: 'TEXT_UNENCODABLE', details: { column: 'name', offset: 2, charset: 'XML 1.0' } }),
  )
  expect(code(null, null, null, '[1]')).toThrow(expect.objectContaining({ code: 'VALUE_INVALID' }))
  const bad = (from: string) => () =>
    xmlWriter({ ...definition, columns: [{ ...columns[0], from }, ...columns.slice(1)] }, fields)
  expect(bad('a b')).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
  expect(bad('@xmlns')).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
  expect(bad('a><b')).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
  const inLatin = { ...definition, charset: 'windows-1252' }
  expect(() => xmlWriter(inLatin, [{ name: '姓', type: { name: 'text' } }])).toThrow(
    expect.objectContaining({ code: 'DEFINITION_INVALID' }),
  )
  expect(bad('address')).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
})
