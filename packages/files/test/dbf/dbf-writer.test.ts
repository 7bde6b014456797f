import type { Field, Row } from '@berth/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dbfReader, dbfWriter, type FileDataset } from '../../src/index.ts'
import { bytesContent } from '../content.ts'
import { dataset, readAll } from '../read-all.ts'
import { hostileRows, textFields } from '../round-trip.ts'
import { everyType, writeWhole } from '../write-whole.ts'

const gbk = dataset('dbf', { charset: 'GBK' })

async function readBack(rows: readonly Row[], fields: readonly Field[], definition: FileDataset = gbk): Promise<Row[]> {
  const bytes = await writeWhole(definition, fields, rows)
  // The charset is told by the table alone.
  const told = dataset('dbf', { nulls: definition.nulls, columns: definition.columns })
  const read = await readAll(dbfReader, bytesContent('a.dbf', bytes), told, { columns: fields })
  expect(read.refused).toEqual([])
  return read.rows
}

test('a value of every type is read back, a number with the digits that its field has', async () => {
  const expected = everyType.rows.map((row) => [...row])
  Object.assign(expected[0] ?? [], { 4: '-1234567890.50' })
  expect(await readBack(everyType.rows, everyType.fields)).toEqual(expected)
})

test.each(['GBK', 'Big5', 'Shift_JIS', 'EUC-KR', 'windows-1251'])('%s: a table tells its charset', async (charset) => {
  const letter = { GBK: '许', Big5: '許', Shift_JIS: '許', 'EUC-KR': '許', 'windows-1251': 'Ж' }[charset] ?? ''
  const definition = dataset('dbf', { charset })
  expect(await readBack([[letter]], [{ name: letter, type: { name: 'text' } }], definition)).toEqual([[letter]])
})

test.each([{}, { nulls: ['-'] }])('%o: whatever text is written is read value for value', async (changes) => {
  const definition = dataset('dbf', { charset: 'GBK', ...changes })
  await fc.assert(
    fc.asyncProperty(hostileRows, async (rows) => {
      const writer = dbfWriter(definition, textFields)
      const taken = rows.filter((row) => {
        try {
          return writer.records([row]).length > 0
        } catch {
          return false
        }
      })
      expect(await readBack(taken, textFields, definition)).toEqual(taken)
    }),
    { numRuns: 100 },
  )
})

describe('a field', () => {
  const field = (type: Field['type'], bytes?: number): string => {
    const column = { name: 'v', from: 'v', type, ...(bytes === undefined ? {} : { bytes }) }
    const writer = dbfWriter(dataset('dbf', { charset: 'GBK', columns: [column] }), [{ name: 'v', type }])
    const row = Buffer.from(writer.records([[null]]))
    return `${row.length - 1}`
  }
  test.each([
    [{ name: 'text', maxLength: 10 }, undefined, '20'],
    [{ name: 'text', maxLength: 200 }, undefined, '254'],
    [{ name: 'text' }, undefined, '254'],
    [{ name: 'text' }, 40, '40'],
    [{ name: 'integer' }, undefined, '11'],
    [{ name: 'int64' }, undefined, '20'],
    [{ name: 'decimal', precision: 12, scale: 2 }, undefined, '14'],
    [{ name: 'decimal', precision: 2, scale: 2 }, undefined, '5'],
    [{ name: 'decimal', precision: 30, scale: 2 }, undefined, '32'],
    [{ name: 'boolean' }, undefined, '1'],
    [{ name: 'date' }, undefined, '8'],
  ] as const)('of %o has its width', (type, bytes, expected) => {
    expect(field(type, bytes)).toBe(expected)
  })
})

test.each([
  [['镕镕镕镕镕镕'], { name: 'text', maxLength: 5 }, 'VALUE_TOO_LONG'],
  [['a𠮷'], { name: 'text' }, 'TEXT_UNENCODABLE'],
  [[''], { name: 'text' }, 'VALUE_LOSS'],
  [['a '], { name: 'text' }, 'VALUE_LOSS'],
  [['a\0b'], { name: 'text' }, 'VALUE_LOSS'],
  [['123456789.00'], { name: 'decimal', precision: 5, scale: 2 }, 'VALUE_TOO_LONG'],
] as const)('%j as %o is refused by its column', (row, type, code) => {
  const writer = dbfWriter(gbk, [{ name: 'holder', type }])
  expect(() => writer.records([[...row]])).toThrow(
    expect.objectContaining({ code, details: expect.objectContaining({ column: 'holder' }) }),
  )
})

test.each([
  [{}, ['citizenNumber'], 'columns.citizenNumber.from'],
  [{}, ['许可证编号数'], 'columns.许可证编号数.from'],
  [{}, ['a b'], 'columns.a b.from'],
  [{}, ['code', 'CODE'], 'columns.CODE.from'],
  [{ charset: 'GB18030' }, ['code'], 'charset'],
  [{ charset: 'UTF-8' }, ['code'], 'charset'],
  [{}, Array.from({ length: 256 }, (_, index) => `c${index}`), 'columns'],
] as const)('%o %j: a table cannot be so', (changes, names, path) => {
  const fields = names.map((name): Field => ({ name, type: { name: 'text' } }))
  expect(() => dbfWriter(dataset('dbf', { charset: 'GBK', ...changes }), fields)).toThrow(
    expect.objectContaining({ code: 'DEFINITION_INVALID', details: expect.objectContaining({ path }) }),
  )
})

test('has no more records than other programs read of one table', () => {
  const most = dbfWriter(gbk, [{ name: 'a', type: { name: 'text' } }]).maxRecords ?? 0
  expect(most * 255 + 65 + 1).toBeLessThan(2 ** 31)
  expect((most + 1) * 255 + 65 + 1).toBeGreaterThanOrEqual(2 ** 31)
})
