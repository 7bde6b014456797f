import type { LogicalType } from '@berth/core'
import { expect, test } from 'vitest'
import { excelReader } from '../../src/codecs/excel/excel-reader.ts'
import type { FileDataset } from '../../src/index.ts'
import { fileContent, fixturePath, quiet } from '../content.ts'
import { dataset, type ReadFile, readAll } from '../read-all.ts'
import { packed, textRow, workbookParts } from './workbook.ts'

const fixture = (name: string) => fileContent(fixturePath(`excel/${name}`))
const excel = (changes: Partial<FileDataset> = {}): FileDataset => dataset('excel', changes)
const typed = (name: string, type: LogicalType) => ({ columns: [{ name, type }] })

async function readRows(rows: string, changes: Readonly<Record<string, string>> = {}): Promise<ReadFile> {
  return await readAll(excelReader, await packed(workbookParts(textRow('a', 'b') + rows, changes)), excel())
}

const permits = [
  ['测试有限公司', '13800000000', '2024-02-29', '1234.5', '3', '2024-02-29T08:30:15', '含,逗号和"引号"'],
  ['𠮷野家', null, '1999-12-31', '-0.05', '0', '1999-12-31T23:59:59', null],
  ['镕基', '021-00000000', '2000-01-01', '0.1', '2147483647', '2000-01-01T00:00:00', '末行'],
]

test('what LibreOffice writes is read: zeros in front, rich text, dates and their times', async () => {
  const { names, rows, refused } = await readAll(excelReader, fixture('libreoffice.xlsx'), excel())
  expect(names).toEqual(['许可证号', '持证人', '电话', '发证日期', '金额', '数量', '登记时间', '备注'])
  expect(rows).toEqual(permits.map((row, index) => [`00${index + 7}`, ...row]))
  expect(refused).toEqual([])
})

test('what GDAL writes is read: a number that was a text stays without its zeros, an empty text is one', async () => {
  const { rows } = await readAll(excelReader, fixture('gdal.xlsx'), excel())
  expect(rows).toEqual(permits.map((row, index) => [`${index + 7}`, ...row.map((cell) => cell ?? '')]))
})

test('what openpyxl writes is read: titles, merged cells, a hidden row, empty rows, an error', async () => {
  const { names, rows, refused } = await readAll(excelReader, fixture('openpyxl.xlsx'), excel({ skipLines: 1 }))
  expect(names).toEqual(['编号', '日期', '时刻', '数值', '有效', '备注'])
  expect(rows).toEqual([
    ['001', '2024-02-29', '08:30:00', '1.1', 'true', '甲'],
    ['002', '1900-03-01T00:00:00', '23:59:59', '-123456789.125', 'false', null],
    ['004', '2024-12-31T23:59:59', null, '0.0000001', null, '  首尾空格  '],
  ])
  const details = { column: '备注', error: '#N/A', file: 'openpyxl.xlsx', record: 3, line: 5 }
  expect(refused).toEqual([{ row: 3, code: 'CELL_ERROR', details }])
})

test('a sheet is read by its name, a hidden one too; another name is told', async () => {
  expect((await readAll(excelReader, fixture('openpyxl.xlsx'), excel({ sheet: '隐藏' }))).rows).toEqual([['7']])
  await expect(readAll(excelReader, fixture('openpyxl.xlsx'), excel({ sheet: '没有' }))).rejects.toMatchObject({
    code: 'FILE_PART_MISSING',
    details: { part: '没有' },
  })
})

test('a sheet that comes first but is hidden is not the one that is meant', async () => {
  const parts = workbookParts(textRow('x') + textRow('1'))
  const book = parts['xl/workbook.xml'] ?? ''
  const two = book.replace('<sheets>', '<sheets><sheet name="字典" sheetId="2" state="hidden" r:id="b"/>')
  expect((await readAll(excelReader, await packed({ ...parts, 'xl/workbook.xml': two }), excel())).rows).toEqual([
    ['1'],
  ])
})

test('what XlsxWriter writes is read: results of formulas, rich text; lost digits and impossible days are told', async () => {
  const columns = ['金额', '公式', '富文本'].map((name) => ({ name, type: { name: 'text' } as const }))
  const { rows } = await readAll(excelReader, fixture('xlsxwriter.xlsx'), excel(), { columns })
  expect(rows).toEqual([
    ['0.3', '2', '普通粗体尾'],
    ['1.1', '文本', ''],
  ])
  const { refused } = await readAll(excelReader, fixture('xlsxwriter.xlsx'), excel())
  expect(refused.map(({ code, details }) => [code, details['column']])).toEqual([
    ['VALUE_LOSS', '证件号'],
    ['VALUE_INVALID', '日期'],
    ['CELL_ERROR', '公式'],
  ])
})

test('days of the system of 1904 are counted from there', async () => {
  expect((await readAll(excelReader, fixture('epoch-1904.xlsx'), excel())).rows).toEqual([
    ['2024-02-29'],
    ['1904-01-02'],
  ])
})

test.each<[string, LogicalType, unknown[]]>([
  ['发证日期', { name: 'date' }, ['2024-02-29', '1999-12-31', '2000-01-01']],
  ['发证日期', { name: 'datetime' }, ['2024-02-29T00:00:00', '1999-12-31T00:00:00', '2000-01-01T00:00:00']],
  ['登记时间', { name: 'date' }, ['2000-01-01']],
  ['金额', { name: 'decimal', precision: 10, scale: 2 }, ['1234.5', '-0.05', '0.1']],
  ['金额', { name: 'double' }, [1234.5, -0.05, 0.1]],
  ['数量', { name: 'integer' }, [3, 0, 2_147_483_647]],
  ['数量', { name: 'date' }, []],
])('a declared type is kept to: %s as %o', async (name, type, expected) => {
  const { rows } = await readAll(excelReader, fixture('libreoffice.xlsx'), excel(), typed(name, type))
  expect(rows.map(([cell]) => cell)).toEqual(expected)
})

test('records are passed over and batched by their number', async () => {
  const content = await packed(workbookParts(textRow('a') + ['1', '2', '3', '4'].map((each) => textRow(each)).join('')))
  const { columns } = await excelReader.structure(content, excel(), quiet)
  const reading = { dataset: excel(), columns, batchRows: 2, skipRecords: 1, signal: quiet }
  expect((await Array.fromAsync(excelReader.read(content, reading))).map(({ rows }) => rows)).toEqual([
    [['2'], ['3']],
    [['4']],
  ])
})

test('without a header columns stand by their position, or in the order of the definition', async () => {
  const content = await packed(workbookParts(textRow('x', 'y') + textRow('1', '2', '3')))
  const { names, rows } = await readAll(excelReader, content, excel({ header: false }))
  expect([names, rows]).toEqual([
    ['1', '2', '3'],
    [
      ['x', 'y', null],
      ['1', '2', '3'],
    ],
  ])
  const text = { name: 'text' } as const
  const columns = [{ name: 'c', type: text, from: '3' }]
  expect((await readAll(excelReader, content, excel({ header: false, columns }))).rows).toEqual([[null], ['3']])
})

test('cells and rows stand where they say, and what is empty is NULL', async () => {
  const rows =
    '<row r="7"><c r="B7"><v>2</v></c></row><row r="9"><c r="A9" s="1"/></row><row r="12"><c r="A12"><v>1</v></c></row>'
  expect((await readRows(rows)).rows).toEqual([
    [null, '2'],
    ['1', null],
  ])
})

test('what XML cannot hold is unescaped, and how a text is spoken is left out', async () => {
  const rows = `${textRow('a_x000D_b_x005F_x0041_', '_xD800_')}<row><c t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c></row>`
  expect((await readRows(rows)).rows).toEqual([
    ['a\rb_x0041_', '_xD800_'],
    ['東京', null],
  ])
})

test('a formula without a result is told, not taken for NULL', async () => {
  const { rows, refused } = await readRows(
    '<row><c><f>1+1</f></c></row><row><c t="str"><f>""</f><v></v></c><c><v>1</v></c></row>',
  )
  expect(rows).toEqual([['', '1']])
  expect(refused).toMatchObject([{ row: 1, code: 'RECORD_MALFORMED' }])
})

test('a moment in ISO 8601 is read by its type', async () => {
  const rows = '<row><c t="d"><v>2024-02-29T00:00:00Z</v></c></row>'
  const content = await packed(workbookParts(textRow('a') + rows))
  expect((await readAll(excelReader, content, excel(), typed('a', { name: 'date' }))).rows).toEqual([['2024-02-29']])
})

test('names of a header that are missing or there twice are told by position', async () => {
  for (const [header, problem] of [
    [textRow('a', '', 'c'), { problem: 'column-nameless', field: 2 }],
    [textRow('a', 'b', 'a'), { problem: 'columns-same-name', field: 1, other: 3 }],
  ] as const) {
    const content = await packed(workbookParts(header + textRow('1', '2', '3')))
    await expect(readAll(excelReader, content, excel())).rejects.toMatchObject({
      code: 'FILE_MALFORMED',
      details: { format: 'Excel', line: 1, ...problem },
    })
  }
})

test('a column in a charset of its own is not what a workbook can have', async () => {
  const columns = [{ name: '持证人', type: { name: 'text' } as const, charset: 'Big5' }]
  await expect(readAll(excelReader, fixture('libreoffice.xlsx'), excel(), { columns })).rejects.toMatchObject({
    code: 'NOT_SUPPORTED',
  })
})
