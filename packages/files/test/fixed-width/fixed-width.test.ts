import { textDecoding } from '@berth/core'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { type FileDataset, fixedWidthReader, fixedWidthWriter } from '../../src/index.ts'
import { dataset, readAll } from '../read-all.ts'
import { exchanged, hostileRows, textFields } from '../round-trip.ts'

const text = { name: 'text' } as const
const columns = [
  { name: 'id', type: text, from: 'id', at: 1, bytes: 4 },
  { name: 'name', type: text, from: 'name', at: 5, bytes: 6 },
  { name: 'amount', type: { name: 'decimal', precision: 8, scale: 2 }, from: 'amount', at: 11, bytes: 8 },
] as const
const fixed = dataset('fixed-width', { columns, charset: 'GBK', trim: false })

function gbk(content: string): Buffer {
  return iconv.encode(content, 'gbk')
}

test('columns lie at bytes of the charset, a Chinese character is two of them', async () => {
  const bytes = gbk('0001张三丰00012.50\r\n0002李四  -0003.10\n0003ab    00000.00')
  for (const chunkBytes of [1, 7, 1000]) {
    const { names, rows } = await readAll(fixedWidthReader, bytes, fixed, { chunkBytes })
    expect(names).toEqual(['id', 'name', 'amount'])
    expect(rows).toEqual([
      ['0001', '张三丰', '12.50'],
      ['0002', '李四', '-3.10'],
      ['0003', 'ab', '0.00'],
    ])
  }
})

test('records follow one another without line ends where their length is declared', async () => {
  const bytes = gbk('0001张三丰00012.50--0002李四  -0003.10--')
  const { rows } = await readAll(fixedWidthReader, bytes, { ...fixed, recordBytes: 20 }, { chunkBytes: 3 })
  expect(rows).toEqual([
    ['0001', '张三丰', '12.50'],
    ['0002', '李四', '-3.10'],
  ])
})

test('a record that ends too early is told by its byte, the others are read', async () => {
  const bytes = gbk('0001张三丰00012.50\r\n0002李四\r\n\r\n0003ab    00000.00\r\n0004')
  const { rows, refused } = await readAll(fixedWidthReader, bytes, fixed)
  expect(rows.map(([id]) => id)).toEqual(['0001', '0003'])
  const problem = { file: 'permits-1.txt', problem: 'record-short', expected: 18 }
  expect(refused).toEqual([
    { row: 2, code: 'RECORD_MALFORMED', details: { ...problem, record: 2, line: 2, offset: 28, bytes: 8 } },
    { row: 4, code: 'RECORD_MALFORMED', details: { ...problem, record: 4, line: 5, offset: 56, bytes: 4 } },
  ])
  const cut = await readAll(fixedWidthReader, bytes.subarray(0, 24), { ...fixed, recordBytes: 20 })
  expect([cut.rows.length, cut.refused.map(({ code }) => code)]).toEqual([1, ['RECORD_MALFORMED']])
})

test('a character cut by the end of its column is told by its offset in the file', async () => {
  const bytes = gbk('0001张三丰00012.50\n00021李四400012.50\n')
  const { rows, refused } = await readAll(fixedWidthReader, bytes, {
    ...fixed,
    columns: [columns[0], { ...columns[1], bytes: 4 }, columns[2]],
  })
  expect(rows).toEqual([['0001', '张三', '12.50']])
  expect(refused.map(({ row, code, details }) => [row, code, details['column'], details['offset']])).toEqual([
    [2, 'TEXT_UNDECODABLE', 'name', 26],
  ])
})

test('an ill-typed cell names file, record, line and column, and nothing of its content', async () => {
  const { rows, refused } = await readAll(fixedWidthReader, gbk('0001张三丰1234x.50\n'), fixed)
  expect(rows).toEqual([])
  expect(refused).toEqual([
    {
      row: 1,
      code: 'VALUE_INVALID',
      details: { file: 'permits-1.txt', record: 1, line: 1, column: 'amount', type: 'decimal', length: 8 },
    },
  ])
})

test('a blank column is NULL, or what the definition says; padding in front stays unless it is to be cut', async () => {
  const bytes = Buffer.from('        a         \n****  b           \n')
  const all = columns.map((column) => ({ ...column, type: text }))
  const plain = await readAll(fixedWidthReader, bytes, { ...fixed, columns: all })
  expect(plain.rows).toEqual([
    [null, '    a', null],
    ['****', '  b', null],
  ])
  const stars = await readAll(fixedWidthReader, bytes, { ...fixed, columns: all, nulls: ['****'], trim: true })
  expect(stars.rows).toEqual([
    ['', 'a', ''],
    [null, 'b', ''],
  ])
})

test('a column has a charset of its own where it says so', async () => {
  const own: FileDataset = { ...fixed, columns: [columns[0], { ...columns[1], charset: 'UTF-8' }], recordBytes: 10 }
  const bytes = Buffer.concat([gbk('张三'), Buffer.from('李四')])
  expect((await readAll(fixedWidthReader, bytes, own)).rows).toEqual([['张三', '李四']])
})

test('UTF-16 has its line ends in two bytes', async () => {
  const wide: FileDataset = {
    ...fixed,
    charset: 'UTF-16',
    columns: [
      { name: 'a', type: text, from: 'a', at: 1, bytes: 4 },
      { name: 'b', type: text, from: 'b', at: 5, bytes: 4 },
    ],
  }
  for (const [mark, charset] of [
    ['fffe', 'utf-16le'],
    ['feff', 'utf-16be'],
  ] as const) {
    // U+0A0D and U+0D0A have the bytes of a line end in them.
    const bytes = Buffer.concat([Buffer.from(mark, 'hex'), iconv.encode('张三x \r\n\u0a0d\u0d0ay \n', charset)])
    for (const chunkBytes of [1, 3, 1000])
      expect((await readAll(fixedWidthReader, bytes, wide, { chunkBytes })).rows).toEqual([
        ['张三', 'x'],
        ['\u0a0d\u0d0a', 'y'],
      ])
  }
})

test('a line without an end is given up at the limit', async () => {
  const bytes = Buffer.alloc(100_000, 'x')
  await expect(
    readAll(fixedWidthReader, bytes, { ...fixed, maxRecordBytes: 5000 }, { chunkBytes: 1000 }),
  ).rejects.toMatchObject({ code: 'FILE_LIMIT_EXCEEDED', details: { limit: 'maxRecordBytes' } })
})

test('titles are passed over, records that were read before too, and the end mark of DOS is none', async () => {
  const bytes = gbk('许可证清单\r\n编号名称\r\n0001张三丰00012.50\r\n0002李四  -0003.10\r\n\u001a')
  const { rows, refused } = await readAll(
    fixedWidthReader,
    bytes,
    { ...fixed, skipLines: 1, header: true },
    { skipRecords: 1 },
  )
  expect(refused).toEqual([])
  expect(rows).toEqual([['0002', '李四', '-3.10']])
})

test('a column without a place in the record, or of no definition, is a mistake of the definition', async () => {
  const bare: FileDataset = { ...fixed, columns: [{ name: 'id', type: text, from: 'id' }] }
  await expect(readAll(fixedWidthReader, 'x', bare)).rejects.toMatchObject({ code: 'DEFINITION_INVALID' })
  const other = [{ name: 'other', type: text }]
  await expect(readAll(fixedWidthReader, 'x', fixed, { columns: other })).rejects.toMatchObject({
    code: 'COLUMN_UNKNOWN',
  })
})

test('a column is padded with blanks of its own charset', async () => {
  const [id, name] = columns
  const fields = [id, name]
  for (const [charset, own] of [
    ['GBK', 'UTF-16LE'],
    ['UTF-16BE', 'GBK'],
  ] as const) {
    const definition = { ...fixed, charset, columns: [id, { ...name, charset: own }] }
    const rows = [
      ['a', '张'],
      ['b', null],
    ]
    const bytes = Buffer.from(fixedWidthWriter(definition, fields).records(rows))
    expect(textDecoding(own).decode(bytes.subarray(4, 10), 'all')).toBe(own === 'GBK' ? '张    ' : '张  ')
    expect((await readAll(fixedWidthReader, bytes, definition)).rows).toEqual(rows)
  }
})

test('a width that blanks of the charset do not fill is a mistake of the definition', () => {
  const [id, name] = columns
  for (const [changes, path] of [
    [{ columns: [id, { ...name, bytes: 5 }] }, 'columns.name.bytes'],
    [{ columns: [id, { ...name, at: 6 }] }, 'columns'],
    [{ columns: [id, name], recordBytes: 11 }, 'recordBytes'],
  ] as const) {
    const definition = { ...fixed, charset: 'UTF-16LE', ...changes }
    expect(() => fixedWidthWriter(definition, [id, name])).toThrow(
      expect.objectContaining({ code: 'DEFINITION_INVALID', details: expect.objectContaining({ path }) }),
    )
  }
})

test('a value is padded and its length counted in bytes', () => {
  const writer = fixedWidthWriter(fixed, columns)
  const bytes = writer.records([
    ['1', '张三', '12.50'],
    [null, null, null],
  ])
  expect(textDecoding('GBK').decode(bytes, 'all')).toBe(`1   张三  12.50   \r\n${' '.repeat(18)}\r\n`)
  expect(() => writer.records([['1', '张三丰李', '1']])).toThrow(
    expect.objectContaining({ code: 'VALUE_TOO_LONG', details: { column: 'name', length: 8, maxLength: 6 } }),
  )
  for (const [name, code] of [
    ['a ', 'VALUE_LOSS'],
    ['', 'VALUE_LOSS'],
    ['a\nb', 'VALUE_LOSS'],
    ['𠮷', 'TEXT_UNENCODABLE'],
  ])
    expect(() => writer.records([['1', name ?? '', '1']])).toThrow(expect.objectContaining({ code }))
})

const definitions = {
  GBK: { charset: 'GBK' },
  'UTF-8 without line ends': { charset: 'UTF-8', recordBytes: 64 },
  GB18030: { charset: 'GB18030', nulls: ['*'] },
  'UTF-16BE': { charset: 'UTF-16BE' },
  'trimmed, with a header': { charset: 'UTF-8', trim: true, header: true },
} as const

test.each(Object.entries(definitions))('%s: whatever is written is read value for value', async (_name, changes) => {
  const places = textFields.map(({ name, type }, index) => ({ name, type, from: name, at: 1 + 20 * index, bytes: 20 }))
  const definition = dataset('fixed-width', { trim: false, ...changes, columns: places })
  let taken = 0
  await fc.assert(
    fc.asyncProperty(hostileRows, fc.integer({ min: 1, max: 90 }), async (rows, chunkBytes) => {
      const exchange = { reader: fixedWidthReader, writer: fixedWidthWriter }
      const result = await exchanged(exchange, definition, textFields, rows, chunkBytes)
      taken += result.taken.length
      expect(result.read).toEqual(result.taken)
    }),
    { numRuns: 150 },
  )
  expect(taken).toBeGreaterThan(20)
})
