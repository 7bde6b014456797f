import type { Row } from '@berth/core'
import { expect, test } from 'vitest'
import { csvReader, type FileDataset, fixedWidthReader, jsonLinesReader } from '../../src/index.ts'
import { fileContent, fixturePath } from '../content.ts'
import { dataset, readAll } from '../read-all.ts'

const note = '含,逗号和"引号"'
const lines = '第一行\n第二行'
const holder = '测试有限公司'
const citizen = '11010519491231002X'

/** As the programs write it that know no NULL: an empty field for it and for an empty text. */
const unquoted: Row[] = [
  ['007', holder, citizen, '1234.50', note],
  ['008', '吉野家', null, '-0.05', lines],
  ['009', '镕基', null, '0.10', null],
]
const quoted: Row[] = [
  ['007', holder, citizen, '1234.50', note],
  ['008', '吉野家', '', '-0.05', lines],
  ['009', '镕基', '', '0.10', ''],
]
/** Of a column that is a number, so that the last zeros are gone. */
const numbers = (rows: readonly Row[]): Row[] =>
  rows.map((row) => row.map((cell, index) => (index === 3 ? String(Number(cell)) : cell)))

async function read(name: string, changes: Partial<FileDataset> = {}): Promise<readonly Row[]> {
  const { rows, refused } = await readAll(csvReader, fileContent(fixturePath(`text/${name}`)), dataset('csv', changes))
  expect(refused).toEqual([])
  return rows
}

test('Python: minimal quotes, all quotes, backslashes, tabs', async () => {
  expect(await read('python-minimal.csv')).toEqual(unquoted)
  expect(await read('python-all.csv', { charset: 'GB18030' })).toEqual(quoted)
  expect(await read('python-all.csv', { charset: 'GBK' })).toEqual(quoted)
  expect(await read('python-backslash.csv', { escape: '\\' })).toEqual(unquoted)
  expect(await read('python-tab.csv', { separator: '\t' })).toEqual(unquoted)
})

test('SQLite tells NULL and an empty text apart, GDAL does not', async () => {
  const [first, second, third] = numbers(unquoted)
  const tellsApart = [first, second?.with(2, ''), third?.with(4, '')]
  expect(await read('sqlite.csv')).toEqual(tellsApart)
  expect(await read('gdal.csv')).toEqual(numbers(unquoted))
  expect(await read('gdal-semicolon.csv', { separator: ';' })).toEqual(numbers(unquoted))
})

test('LibreOffice: GBK, GB 18030, UTF-8, and UTF-16 by its mark alone', async () => {
  expect(await read('libreoffice-67.csv', { charset: 'GBK' })).toEqual(unquoted)
  expect(await read('libreoffice-85.csv', { charset: 'GB18030' })).toEqual(unquoted)
  expect(await read('libreoffice-76.csv')).toEqual(unquoted)
  expect(await read('libreoffice-65535.csv')).toEqual(unquoted)
})

test('a file in Big5 that is declared to be UTF-8 delivers no wrong character', async () => {
  const content = fileContent(fixturePath('text/libreoffice-68.csv'))
  await expect(readAll(csvReader, content, dataset('csv'))).rejects.toMatchObject({ code: 'TEXT_UNDECODABLE' })
})

test('Python and jq: JSON lines, escaped or not', async () => {
  const python = await readAll(jsonLinesReader, fileContent(fixturePath('text/python.jsonl')), dataset('json-lines'))
  const [first, second, third] = unquoted
  expect(python.names).toEqual(['许可证号', '持证人', '证件号码', '金额', '备注'])
  expect(python.rows).toEqual([first, second?.with(2, ''), third?.with(4, '')])
  const columns = ['id', 'nested.big', 'nested.name'].map((from) => ({
    name: from,
    type: { name: 'text' } as const,
    from,
  }))
  const definition = { ...dataset('json-lines'), columns }
  expect((await readAll(jsonLinesReader, fileContent(fixturePath('text/jq.jsonl')), definition)).rows).toEqual([
    ['007', '12345678901234567000', '测试'],
    ['008', '12345678901234567000', '吉野家'],
  ])
})

test('Python: fixed width in bytes of GBK', async () => {
  const widths = { id: 6, holder: 16, citizen: 18, amount: 10 }
  let at = 1
  const columns = Object.entries(widths).map(([name, bytes]) => {
    at += bytes
    return { name, from: name, type: { name: 'text' } as const, at: at - bytes, bytes }
  })
  const definition = dataset('fixed-width', { columns, charset: 'GBK', trim: false })
  const { rows } = await readAll(fixedWidthReader, fileContent(fixturePath('text/python-fixed.txt')), definition)
  expect(rows).toEqual(unquoted.map((row) => row.slice(0, 4)))
})
