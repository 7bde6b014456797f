import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { sniffFixedWidth } from '../../src/sniff/sniff-fixed-width.ts'

function columns(lines: readonly string[], charset = 'GB18030'): readonly (readonly number[])[] | undefined {
  const guess = sniffFixedWidth(iconv.encode(`${lines.join('\r\n')}\r\n`, charset), charset)
  return guess?.columns.map(({ at, bytes }) => [at, bytes])
}

test('blanks between columns, and Chinese characters counted as bytes', () => {
  const lines = ['0001张伟      2026', '0002王秀英    2025', '0003欧阳建国  2024']
  expect(columns(lines)).toEqual([
    [1, 4],
    [5, 10],
    [15, 4],
  ])
})

test('UTF-8 counts bytes as well', () => {
  const pad = (name: string): string => name + ' '.repeat(15 - Buffer.byteLength(name))
  const lines = ['张伟', '王秀英', '欧阳建国'].map((name, index) => `000${index}${pad(name)}2026`)
  expect(columns(lines, 'UTF-8')).toEqual([
    [1, 4],
    [5, 15],
    [20, 4],
  ])
})

test('numbers filled with blanks keep the blanks: a longer one needs them', () => {
  const lines = ['A1  Smith      12.50Y', 'A2  Anderson 1234.00N', 'A10 Wu          5.25Y']
  expect(columns(lines)).toEqual([
    [1, 4],
    [5, 8],
    [13, 8],
    [21, 1],
  ])
})

test('dates and citizen numbers inside runs of digits', () => {
  const lines = ['11010519491231002X20261122张', '11010519491231002120261121李', '34052419800101001X20261120王']
  expect(columns(lines)).toEqual([
    [1, 18],
    [19, 8],
    [27, 2],
  ])
  expect(columns(['00012320261122 a', '00012420261121 b', '00012520261120 c'])).toEqual([
    [1, 6],
    [7, 9],
    [16, 1],
  ])
})

test('the mark at the end of DOS texts is no line', () => {
  const bytes = Buffer.from('0001 ab\r\n0002 cd\r\n0003 ef\r\n\u001a')
  expect(sniffFixedWidth(bytes, 'UTF-8')).toMatchObject({ bytes: 7, share: 1 })
})

test.each([
  ['lines that differ in length', ['0001 a', '0002 bcd', '0003 ef']],
  ['two lines', ['0001 ab', '0002 cd']],
  ['the same line again and again', ['---- ----', '---- ----', '---- ----']],
  ['one column', ['0001', '0002', '0003']],
])('%s are none', (_name, lines) => {
  expect(columns(lines)).toBeUndefined()
})
