import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Field, Row } from '@berth/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { excelReader, type FileDataset, xlsxWriter } from '../../src/index.ts'
import { fileContent } from '../content.ts'
import { dataset, readAll } from '../read-all.ts'
import { hostileRows, textFields } from '../round-trip.ts'
import { everyType, writeWhole } from '../write-whole.ts'

const excel = dataset('excel')
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-xlsx-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function readBack(
  rows: readonly Row[],
  fields: readonly Field[],
  definition: FileDataset = excel,
): Promise<Row[]> {
  const path = join(folder, 'a.xlsx')
  await writeFile(path, await writeWhole(definition, fields, rows))
  const read = await readAll(excelReader, fileContent(path, 65_536), definition, { columns: fields })
  expect(read.refused).toEqual([])
  return read.rows
}

/** The cell that a value becomes, its place left out. */
function cell(value: Row[number], type: Field['type']): string {
  const bytes = xlsxWriter(excel, [{ name: 'v', type }]).records([[value]])
  return Buffer.from(bytes)
    .toString()
    .replace(/^<row[^>]*><c r="A[^"]*" /, '')
    .replace(/<\/c><\/row>$/, '')
}

test('a value of every type is read back as it was', async () => {
  expect(await readBack(everyType.rows, everyType.fields)).toEqual(everyType.rows)
})

test('whatever text is written is read value for value', async () => {
  await fc.assert(
    fc.asyncProperty(hostileRows, async (rows) => {
      const writer = xlsxWriter(excel, textFields)
      const taken = rows.filter((row) => {
        try {
          return writer.records([row]).length > 0
        } catch {
          return false
        }
      })
      expect(await readBack(taken, textFields)).toEqual(taken)
    }),
    { numRuns: 40 },
  )
})

describe('a cell', () => {
  const text = (content: string): string => `s="2" t="inlineStr"><is><t xml:space="preserve">${content}</t></is>`

  test.each([
    ['999999999999999', { name: 'int64' }, 's="1"><v>999999999999999</v>'],
    ['1000000000000001', { name: 'int64' }, text('1000000000000001')],
    ['12345678901234.5', { name: 'decimal', precision: 18, scale: 2 }, 's="9"><v>12345678901234.5</v>'],
    ['12345678901234.50', { name: 'decimal', precision: 18, scale: 2 }, text('12345678901234.50')],
    ['0.00000000000000012', { name: 'decimal', precision: 38, scale: 20 }, 's="0"><v>0.00000000000000012</v>'],
    ['1.50', { name: 'decimal' }, text('1.50')],
    ['1.5', { name: 'decimal' }, 's="0"><v>1.5</v>'],
    ['1900-03-01', { name: 'date' }, 's="3"><v>61</v>'],
    ['1900-02-28', { name: 'date' }, text('1900-02-28')],
    ['2024-02-29T12:00:00', { name: 'datetime' }, 's="4"><v>45351.5</v>'],
    ['2024-02-29T12:00:00.0001', { name: 'datetime' }, text('2024-02-29T12:00:00.0001')],
    ['2024-02-29T12:00:00Z', { name: 'instant' }, text('2024-02-29T12:00:00Z')],
    ['=HYPERLINK("x")', { name: 'text' }, text('=HYPERLINK("x")')],
    ['-1', { name: 'text' }, text('-1')],
    ['a\r\u0001_x000D_', { name: 'text' }, text('a_x000D__x0001__x005F_x000D_')],
  ] as const)('of %s as %o', (value, type, expected) => {
    expect(cell(value, type)).toBe(expected)
  })
})

test.each([
  [{}, ['a', `${'x'.repeat(32_768)}`, null], 'VALUE_TOO_LONG', '姓'],
  [{}, ['a', 'b', '\ud800'], 'TEXT_UNENCODABLE', 'c'],
  [{}, ['', null, ''], 'VALUE_LOSS', 'a'],
  [{ nulls: ['-'] }, ['a', '-', null], 'VALUE_LOSS', '姓'],
  [{ trim: true }, [' a', 'b', null], 'VALUE_LOSS', 'a'],
] as const)('%o: what cannot be read back is refused by its column', (changes, row, code, column) => {
  const writer = xlsxWriter(dataset('excel', changes), textFields)
  expect(() => writer.records([['ok', null, null], [...row]])).toThrow(
    expect.objectContaining({ code, details: expect.objectContaining({ column }) }),
  )
})

test.each(['', 'a/b', "'a", 'x'.repeat(32)])('a sheet cannot be called %j', (sheet) => {
  expect(() => xlsxWriter(dataset('excel', { sheet }), textFields)).toThrow(
    expect.objectContaining({ code: 'DEFINITION_INVALID' }),
  )
})

test('columns beyond Z have their letters, and the sheet its name', async () => {
  const fields = Array.from({ length: 703 }, (_, index): Field => ({ name: `c${index}`, type: { name: 'text' } }))
  const row = fields.map(({ name }, index) => (index % 3 === 1 ? null : name))
  expect(await readBack([row], fields, dataset('excel', { sheet: '许可 & 证' }))).toEqual([row])
})

test('an end of the records that fails ends the file', async () => {
  const writer = xlsxWriter(excel, textFields)
  async function* broken(): AsyncGenerator<Uint8Array, void, undefined> {
    await Promise.resolve()
    yield writer.begin()
    throw new Error('the disk is gone')
  }
  await expect(Array.fromAsync(writer.assemble?.(broken(), 1) ?? [])).rejects.toThrow('the disk is gone')
})
