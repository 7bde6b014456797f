import type { LogicalType } from '@berth/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonLinesReader, jsonLinesWriter } from '../../src/index.ts'
import { dataset, readAll } from '../read-all.ts'
import { exchanged, hostileRows, textFields } from '../round-trip.ts'

const json = dataset('json-lines')

function column(name: string, type: string, from = name): { name: string; type: LogicalType; from: string } {
  return { name, type: { name: type } as LogicalType, from }
}

test('members are found by name and by path, and one that is not there is NULL', async () => {
  const columns = [column('id', 'text'), column('city', 'text', 'address.city'), column('dotted', 'text', 'a.b')]
  const text =
    '{"id":"1","address":{"city":"杭州"},"a.b":"x","a":{"b":"y"}}\r\n\n{"address":null}\n{"id":"","address":7}'
  for (const chunkBytes of [1, 5, 1000])
    expect((await readAll(jsonLinesReader, text, { ...json, columns }, { chunkBytes })).rows).toEqual([
      ['1', '杭州', 'x'],
      [null, null, null],
      ['', null, null],
    ])
})

test('numbers keep their digits', async () => {
  const columns = [
    column('a', 'text'),
    column('b', 'decimal'),
    column('c', 'int64'),
    column('d', 'double'),
    column('e', 'json'),
  ]
  const text =
    '{"a":1.10,"b":12345678901234567890.1200,"c":9223372036854775807,"d":1e-7,"e":{"x":[1.0,9007199254740993]}}'
  expect((await readAll(jsonLinesReader, text, { ...json, columns })).rows).toEqual([
    ['1.10', '12345678901234567890.1200', '9223372036854775807', 1e-7, '{"x":[1.0,9007199254740993]}'],
  ])
})

test('without a definition the columns are the members that are there, all of them texts', async () => {
  const text = '{"a":1,"b":{"c":[1.0]}}\n[]\n{"a":true,"d":"x"}\n'
  const { names, rows, refused } = await readAll(jsonLinesReader, text, json)
  expect(names).toEqual(['a', 'b', 'd'])
  expect(rows).toEqual([
    ['1', '{"c":[1.0]}', null],
    ['true', null, 'x'],
  ])
  expect(refused.map(({ row, code }) => [row, code])).toEqual([[2, 'RECORD_MALFORMED']])
})

test('a line that is no object, or says a member twice, is left out and told by its line', async () => {
  const sound = '{"a":"x\\": y","b":{"a":1},"c":[{"a":1},{"a":2}],"__proto__":1}'
  const lines = [
    '{"a":1',
    'null',
    '"a"',
    '12345678901234567890',
    '',
    '{"a":1,"a":2}',
    '{"b":{"c":1,"\\u0063":2}}',
    '{"a":"1"}{"a":"2"}',
    '['.repeat(100_000),
    `{"a":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_001)}`,
    sound,
  ]
  const columns = [column('a', 'text'), column('p', 'text', '__proto__')]
  const { rows, refused } = await readAll(jsonLinesReader, lines.join('\n'), { ...json, columns })
  expect(rows).toEqual([['x": y', '1']])
  expect(refused.map(({ code, details }) => [code, details['line']])).toEqual(
    [1, 2, 3, 4, 6, 7, 8, 9, 10].map((line) => ['RECORD_MALFORMED', line]),
  )
})

test('a cell that is not of its type, and a byte that cannot be decoded, cost their own record', async () => {
  const columns = [column('a', 'integer'), column('b', 'date')]
  const bytes = Buffer.concat([
    Buffer.from('{"a":1.5}\n{"a":{}}\n{"a":"x\n{"b":"2024-02-30"}\n{"b":"'),
    Buffer.from('ff', 'hex'),
    Buffer.from('"}\n{"a":3,"b":"2024-02-29"}\n'),
  ])
  const { rows, refused } = await readAll(jsonLinesReader, bytes, { ...json, columns }, { chunkBytes: 11 })
  expect(rows).toEqual([[3, '2024-02-29']])
  expect(refused.map(({ code, details }) => [details['line'], code, details['column']])).toEqual([
    [1, 'VALUE_INVALID', 'a'],
    [2, 'VALUE_INVALID', 'a'],
    [3, 'RECORD_MALFORMED', undefined],
    [4, 'VALUE_INVALID', 'b'],
    [5, 'TEXT_UNDECODABLE', '#1'],
  ])
  expect(refused[4]?.details['offset']).toBe(52)
})

test('a line without an end is given up at the limit', async () => {
  const definition = { ...json, maxRecordBytes: 1000, columns: [column('a', 'text')] }
  const long = `{"a":"${'x'.repeat(2000)}"}`
  for (const chunkBytes of [64, 100_000])
    await expect(readAll(jsonLinesReader, `{"a":1}\n${long}`, definition, { chunkBytes })).rejects.toMatchObject({
      code: 'FILE_LIMIT_EXCEEDED',
      details: { limit: 'maxRecordBytes', line: 2 },
    })
})

test('records read before are passed over, and no batch is larger than asked for', async () => {
  const text = '{"a":"1"}\nx\n{"a":"3"}\n{"a":"4"}\n{"a":"5"}\n'
  const { rows } = await readAll(jsonLinesReader, text, json, { skipRecords: 2, batchRows: 2 })
  expect(rows).toEqual([['3'], ['4'], ['5']])
})

test('a path is written as objects inside one another, texts of this contract as strings', () => {
  const columns = [
    column('id', 'int64'),
    column('city', 'text', 'address.city'),
    column('n', 'integer'),
    column('street', 'json', 'address.street'),
    column('b', 'binary', 'deep.er.b'),
  ]
  const writer = jsonLinesWriter({ ...json, columns }, columns)
  const rows = [
    ['9007199254740993', '杭\u2028州\n', 5, '{"x": 1.0}', Uint8Array.of(1, 2)],
    [null, null, null, null, null],
  ]
  expect(Buffer.from(writer.records(rows)).toString()).toBe(
    '{"id":"9007199254740993","address":{"city":"杭\u2028州\\n","street":{"x":1.0}},"n":5,"deep":{"er":{"b":"AQI="}}}\n' +
      '{"id":null,"address":{"city":null,"street":null},"n":null,"deep":{"er":{"b":null}}}\n',
  )
  const twice = [column('a', 'text', 'x'), column('b', 'text', 'x.y')]
  expect(() => jsonLinesWriter({ ...json, columns: twice }, twice)).toThrow('x: once')
})

test.each(['UTF-8', 'GB18030', 'GBK', 'UTF-16LE'])(
  '%s: whatever is written is read value for value',
  async (charset) => {
    let taken = 0
    await fc.assert(
      fc.asyncProperty(hostileRows, fc.integer({ min: 1, max: 90 }), async (rows, chunkBytes) => {
        const exchange = { reader: jsonLinesReader, writer: jsonLinesWriter }
        const result = await exchanged(exchange, { ...json, charset }, textFields, rows, chunkBytes)
        taken += result.taken.length
        expect(result.read).toEqual(result.taken)
      }),
      { numRuns: 150 },
    )
    expect(taken).toBeGreaterThan(40)
  },
)

test('without columns a member that comes after those that were looked at is told, and so is its record', async () => {
  const text = `${'{"a":"1"}\n'.repeat(1000)}{"a":"2","b":null}\n{"a":"3","b":0}\n{"a":"4"}\n`
  const found = await readAll(jsonLinesReader, text, json, { known: ['a'] })
  expect(found.names).toEqual(['a'])
  expect(found.rows.slice(-2)).toEqual([['2'], ['4']])
  expect(found.refused).toEqual([
    { row: 1002, code: 'FIELD_UNKNOWN', details: { file: 'permits-1.txt', record: 1002, line: 1002, field: 'b' } },
  ])
})

test.each([
  ['fax_2', 'fax_2'],
  ['\u5f20\u4e09', '<2>'],
  ['110101199003070000', '<18>'],
  ['p11010119', '<9>'],
  ['zhang san', '<9>'],
  ['a'.repeat(65), '<65>'],
  ['\u{20bb7}', '<1>'],
])('of a member that no column is made of, %j, only a name of a field is told', async (name, told) => {
  const record = JSON.stringify({ a: '2', [name]: 1 })
  const { refused } = await readAll(jsonLinesReader, `{"a":"1"}\n${record}\n`, json, { known: ['a'] })
  expect(refused.map(({ details }) => details['field'])).toEqual([told])
})
