import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvReader, csvWriter } from '../../src/index.ts'
import { dataset, readAll } from '../read-all.ts'
import { exchanged, hostileRows, textFields } from '../round-trip.ts'

const csv = dataset('csv')
const exchange = { reader: csvReader, writer: csvWriter }

function written(rows: readonly (readonly (string | null)[])[], definition = csv): string {
  const writer = csvWriter(definition, textFields)
  return Buffer.concat([writer.begin(), writer.records(rows.map((row) => [...row])), writer.end()]).toString()
}

test('NULL is empty, an empty text has quotes, quotes are doubled', () => {
  expect(
    written([
      [null, '', 'x"y'],
      ['1,2', 'a\nb', ' z '],
    ]),
  ).toBe('a,姓,c\r\n,"","x""y"\r\n"1,2","a\nb", z \r\n')
})

test('what a spreadsheet may take for a formula is written as it is', () => {
  expect(written([['=1+1', '@x', '-3']])).toBe('a,姓,c\r\n=1+1,@x,-3\r\n')
})

test('values of every type are written as texts that are read back', async () => {
  const types = [
    'text',
    'integer',
    'int64',
    'decimal',
    'double',
    'boolean',
    'date',
    'instant',
    'binary',
    'json',
  ] as const
  const fields = types.map((name) => ({ name, type: { name } }))
  const row = [
    '007',
    -2147483648,
    '9223372036854775807',
    '-0.0500',
    1e-7,
    false,
    '0001-01-01',
    '9999-12-31T23:59:59.123456789Z',
    Uint8Array.of(0, 255, 10),
    '{"a":"x,\\"y\\""}',
  ]
  const { read, refused } = await exchanged(exchange, csv, fields, [row, row.map(() => null)], 1000)
  expect(refused).toBe(0)
  expect(read).toEqual([row, row.map(() => null)])
})

const definitions = {
  'UTF-8': {},
  GBK: { charset: 'GBK' },
  GB18030: { charset: 'GB18030', separator: '|' },
  Big5: { charset: 'Big5', separator: '\t', nulls: ['\\N'] },
  'UTF-16LE': { charset: 'UTF-16LE', quote: "'" },
  'UTF-16': { charset: 'UTF-16' },
  'windows-1252': { charset: 'windows-1252', separator: ';' },
  backslashes: { escape: '\\', nulls: ['\\N', ''] },
  'no quotes': { quote: '', separator: '|' },
  'no header': { header: false },
  trimmed: { trim: true },
  'formulas as text': { formulaText: true },
} as const

test.each(Object.entries(definitions))('%s: whatever is written is read value for value', async (_name, changes) => {
  const ascii = textFields.map((field, index) => ({ ...field, name: 'abc'[index] ?? '' }))
  const fields = 'charset' in changes && changes.charset === 'windows-1252' ? ascii : textFields
  const columns = fields.map(({ name, type }) => ({ name, type, from: name }))
  const definition = dataset('csv', { ...changes, columns })
  let taken = 0
  await fc.assert(
    fc.asyncProperty(hostileRows, fc.integer({ min: 1, max: 40 }), async (rows, chunkBytes) => {
      const result = await exchanged(exchange, definition, fields, rows, chunkBytes)
      taken += result.taken.length
      expect(result.read).toEqual(result.taken)
      expect(result.refused).toBe(0)
    }),
    { numRuns: 150 },
  )
  expect(taken).toBeGreaterThan(40)
})

test('one column: NULL, empty text and lines of blanks come back', async () => {
  const fields = textFields.slice(0, 1)
  const rows = [[null], [''], [' '], ['\n'], ['\u001a'], [null]]
  const { read } = await exchanged(exchange, csv, fields, rows, 3)
  expect(read).toEqual(rows)
})

test('another reader of CSV finds the same fields in what is written', () => {
  fc.assert(
    fc.property(hostileRows, (rows) => {
      const sound = rows.filter((row) => row.every((cell) => cell === null || String(cell).isWellFormed()))
      const records = parse(written(sound as (string | null)[][]), { record_delimiter: '\r\n' })
      expect(records.slice(1)).toEqual(sound.map((row) => row.map((cell) => cell ?? '')))
    }),
    { numRuns: 300 },
  )
})

test('both readers agree about sound files of any form', async () => {
  const plain = fc.string({ unit: fc.constantFrom('a', '张', '.', ' ', 'é', '=', "'"), minLength: 1, maxLength: 5 })
  const field = fc.oneof(
    plain,
    fc.constant(''),
    fc.string({ unit: fc.constantFrom('a', '""', ',', '\n', '三', ' '), maxLength: 5 }).map((text) => `"${text}"`),
  )
  const line = fc.tuple(field, field, field).map((fields) => fields.join(','))
  const ends = fc.constantFrom('\n', '\r\n')
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 8 }), ends, fc.nat(30), async (lines, end, chunk) => {
      const text = lines.join(end)
      const theirs = parse(text, { record_delimiter: end })
      const { rows } = await readAll(csvReader, text, dataset('csv', { header: false }), { chunkBytes: chunk + 1 })
      expect(rows.map((row) => row.map((cell) => cell ?? ''))).toEqual(theirs)
    }),
    { numRuns: 400 },
  )
})

test('what cannot be written is told by column, and nothing of its record is written', () => {
  const gbk = csvWriter({ ...csv, charset: 'GBK' }, textFields)
  expect(() =>
    gbk.records([
      ['1', '张', 'x'],
      ['2', 'ab𠮷', 'y'],
    ]),
  ).toThrow(expect.objectContaining({ code: 'TEXT_UNENCODABLE', details: { column: '姓', offset: 2, charset: 'gbk' } }))
  const bare = csvWriter({ ...csv, quote: '' }, textFields)
  for (const text of ['a,b', 'a\nb', ''])
    expect(() => bare.records([['1', '2', text]])).toThrow(
      expect.objectContaining({ code: 'VALUE_LOSS', details: { column: 'c', type: 'CSV', length: text.length } }),
    )
})

test('UTF-16 of no declared byte order gets a mark; other charsets none', () => {
  const start = (charset: string): string =>
    Buffer.from(csvWriter({ ...csv, charset }, textFields).begin()).toString('hex')
  expect(start('UTF-16').slice(0, 8)).toBe('fffe6100')
  expect(start('UTF-16BE').slice(0, 8)).toBe('0061002c')
  expect(start('UTF-8').slice(0, 4)).toBe('612c')
})
