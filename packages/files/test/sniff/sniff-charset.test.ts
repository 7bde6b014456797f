import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { sniffCharset } from '../../src/sniff/sniff-charset.ts'

const rows = '许可证号,法定代表人,地址\r\nXK001,张伟,城东区人民路12号\r\nXK002,王秀英,滨海区中山路7号\r\n'
const traditional = '統一編號,負責人,地址\r\n001,陳大文,中山路十二號\r\n002,張麗華,人民路七號\r\n'

function guessed(bytes: Uint8Array): readonly unknown[] {
  const guess = sniffCharset(bytes, 'a.csv')
  return [guess?.charset, guess?.by, guess?.badLines]
}

test.each([
  ['UTF-8', Buffer.from(rows), ['UTF-8', 'bytes', 0]],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${rows}`), ['UTF-8', 'mark', 0]],
  ['GB18030', iconv.encode(rows, 'gb18030'), ['GB18030', 'words', 0]],
  ['Big5', iconv.encode(traditional, 'big5'), ['Big5', 'words', 0]],
  ['traditional characters in GBK', iconv.encode(traditional, 'gbk'), ['GB18030', 'words', 0]],
  ['UTF-16 with a mark', iconv.encode(rows, 'utf-16le', { addBOM: true }), ['UTF-16LE', 'mark', 0]],
  ['UTF-16LE without', iconv.encode(rows, 'utf-16le'), ['UTF-16LE', 'bytes', 0]],
  ['UTF-16BE without', iconv.encode(rows, 'utf-16be'), ['UTF-16BE', 'bytes', 0]],
  ['ASCII', Buffer.from('id,name\n1,a\n'), ['UTF-8', 'ascii', 0]],
  [
    'GB18030 with a mark',
    Buffer.concat([Buffer.from([0x84, 0x31, 0x95, 0x33]), iconv.encode(rows, 'gb18030')]),
    ['GB18030', 'mark', 0],
  ],
])('%s', (_name, bytes, expected) => {
  expect(guessed(bytes)).toEqual(expected)
})

test('a few broken lines do not make it another charset, and are counted', () => {
  const lines = Array.from({ length: 40 }, (_each, index) => iconv.encode(`${index},王秀英,人民路\n`, 'gb18030'))
  const cut = Buffer.from([0x31, 0x2c, 0xd5, 0x0a])
  expect(guessed(Buffer.concat([...lines, cut]))).toEqual(['GB18030', 'words', 1])
})

test('rare characters leave it open', () => {
  expect(guessed(iconv.encode('名,号\n龘靐,齉爩\n', 'gb18030'))).toEqual(['GB18030', 'doubtful', 0])
})

test.each([
  ['a picture', Buffer.from([0x89, 0x50, 0x00, 0x47, 0x0d, 0x00, 0x00, 0x0a, 0x1a, 0x0a])],
  ['a text with a zero byte', Buffer.from('id,name\n1,a\0b\n')],
  ['noise', Buffer.from(Array.from({ length: 400 }, (_each, index) => 128 + ((index * 73) % 128)))],
])('%s is no text', (_name, bytes) => {
  expect(sniffCharset(bytes, 'a')).toBeUndefined()
})

test('the text that is looked at further is whole', () => {
  expect(sniffCharset(iconv.encode(rows, 'gb18030'), 'a')?.text).toBe(rows)
  expect(sniffCharset(Buffer.from(`\ufeff${rows}`), 'a')?.text).toBe(rows)
})
