import { expect, test } from 'vitest'
import { sniffCsv } from '../../src/sniff/sniff-csv.ts'

const plain = 'id,name,day\n1,a,2026-01-01\n2,b,2026-01-02\n3,c,2026-01-03\n'

test('separator, header and width', () => {
  expect(sniffCsv(plain, true)).toEqual({
    separator: ',',
    quote: '"',
    skipLines: 0,
    header: true,
    headerDoubtful: false,
    width: 3,
    names: ['id', 'name', 'day'],
    share: 1,
  })
})

test.each([';', '\t', '|', '^', '\u0001', '，'])('parted by %j', (separator) => {
  expect(sniffCsv(plain.replaceAll(',', separator), true)).toMatchObject({ separator, width: 3, header: true })
})

test('commas in quotes and prose do not win over the separator', () => {
  const text = 'no;note;n\n1;"a, b, c";5\n2;"d, e, f";6\n3;"line\nbreak, and ""more""";7\n'
  expect(sniffCsv(text, true)).toMatchObject({ separator: ';', quote: '"', width: 3, share: 1 })
})

test('quotes that are data, as in inches, are told from quotes', () => {
  const text = `id|size|name\n${Array.from({ length: 20 }, (_each, index) => `${index}|"${index} inch|n${index}`).join('\n')}\n`
  expect(sniffCsv(text, true)).toMatchObject({ separator: '|', quote: '', width: 3, share: 1 })
})

test('single quotes at both ends of fields are quotes', () => {
  expect(sniffCsv("'id','name'\n'1','a, b'\n'2','c'\n", true)).toMatchObject({ quote: "'", width: 2, share: 1 })
})

test.each([
  ['a title', '某市许可台账\nid,name,n\n1,a,5\n2,b,6\n', 1, true],
  ['titles and empty lines', '某市许可台账\n导出时间：2026\n\nid,name,n\n1,a,5\n2,b,6\n', 3, true],
  ['a title filled up with separators', '某市许可台账,,,,\nid,name,n,m,o\n1,a,5,6,7\n2,b,6,7,8\n', 1, true],
  ['none', '1,a,5\n2,b,6\n3,c,7\n', 0, false],
])('before the table: %s', (_name, text, skipLines, header) => {
  expect(sniffCsv(text, true)).toMatchObject({ skipLines, header })
})

test('texts alone do not tell a header from a record', () => {
  expect(sniffCsv('甲,乙\n丙,丁\n戊,己\n', true)).toMatchObject({ header: true, headerDoubtful: true })
  expect(sniffCsv('是,乙\n是,丁\n否,己\n', true)).toMatchObject({ header: false, headerDoubtful: true })
})

test('a separator behind the last field is no column', () => {
  expect(sniffCsv('id,name,\n1,a,\n2,b,\n', true)).toMatchObject({ width: 2, header: true })
})

test('lines of another width are told, and many of them make it no table', () => {
  const rows = Array.from({ length: 30 }, (_each, index) => `${index},a,b`).join('\n')
  expect(sniffCsv(`id,x,y\n${rows}\n合计,30\n`, true)?.share).toBeCloseTo(31 / 32)
  expect(sniffCsv('这是说明，不是数据。\n第二行，有逗号，也有别的\n第三行\n没有\n再一行，完\n', true)).toBeUndefined()
})

test('a sample may end inside quotes, a file may not', () => {
  const cut = `${plain}4,"d`
  expect(sniffCsv(cut, false)).toMatchObject({ width: 3, header: true })
})
