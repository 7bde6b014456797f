import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { csvReader, jsonLinesReader, xmlReader } from '../../src/index.ts'
import { bytesContent } from '../content.ts'
import { dataset, readAll } from '../read-all.ts'

const charsets = ['UTF-8', 'GBK', 'GB18030', 'Big5', 'UTF-16LE', 'UTF-16BE'] as const
const text = '編號,姓名,備註\r\n1,張三,"一;二\r\n三"\r\n2,李四,中文字元許多\r\n'
const expected = [
  ['1', '張三', '一;二\r\n三'],
  ['2', '李四', '中文字元許多'],
]

function encoded(content: string, charset: string): Buffer {
  return iconv.encode(content, charset)
}

test.each(charsets)('%s is decoded in pieces of any size', async (charset) => {
  for (let chunkBytes = 1; chunkBytes < 9; chunkBytes++) {
    const read = await readAll(csvReader, encoded(text, charset), dataset('csv', { charset }), { chunkBytes })
    expect(read.names).toEqual(['編號', '姓名', '備註'])
    expect(read.rows).toEqual(expected)
  }
})

test('a byte order mark is taken away and counts more than the default', async () => {
  const marks = { 'utf-8': 'efbbbf', 'utf-16le': 'fffe', 'utf-16be': 'feff', gb18030: '84319533' }
  for (const [charset, mark] of Object.entries(marks)) {
    const bytes = Buffer.concat([Buffer.from(mark, 'hex'), encoded(text, charset)])
    for (const chunkBytes of [1, 3, 1000]) {
      const read = await readAll(csvReader, bytes, dataset('csv'), { chunkBytes })
      expect([charset, read.names[0], read.rows]).toEqual([charset, '編號', expected])
    }
  }
})

test('a byte order mark that contradicts the declared charset is an error', async () => {
  const bytes = Buffer.from(`\ufeff${text}`)
  for (const charset of ['GBK', 'GB18030', 'Big5', 'UTF-16LE', 'windows-1252'])
    await expect(readAll(csvReader, bytes, dataset('csv', { charset }))).rejects.toMatchObject({
      code: 'FILE_CHARSET_CONTRADICTED',
      details: { file: 'permits-1.txt', declared: charset, found: 'utf-8' },
    })
  const wide = Buffer.from('fffe0000', 'hex')
  await expect(readAll(csvReader, wide, dataset('csv'))).rejects.toMatchObject({ code: 'CHARSET_UNKNOWN' })
})

test('a charset nobody knows, or with shift codes, is refused', async () => {
  for (const charset of ['EBCDIC', 'ISO-2022-JP', 'HZ-GB-2312'])
    await expect(readAll(csvReader, text, dataset('csv', { charset }))).rejects.toMatchObject({
      code: 'CHARSET_UNKNOWN',
    })
})

test.each([
  ['UTF-8', 'ff'],
  ['UTF-8', 'e5bc'],
  ['GBK', '80'],
  ['GBK', 'ff'],
  ['GBK', 'd5'],
  ['GB18030', '8130'],
  ['Big5', 'a9'],
])('a bad byte of %s (%s) costs its own record and no other, and is told by its offset', async (charset, hex) => {
  const before = encoded('a,b,c\r\n1,一,x\r\n2,二', charset)
  const bytes = Buffer.concat([before, Buffer.from(hex, 'hex'), encoded(',y\r\n3,三,z\r\n', charset)])
  for (const chunkBytes of [1, 5, 1000]) {
    const { rows, refused } = await readAll(csvReader, bytes, dataset('csv', { charset }), { chunkBytes })
    expect(rows).toEqual([
      ['1', '一', 'x'],
      ['3', '三', 'z'],
    ])
    expect(refused).toHaveLength(1)
    const [{ row, code, details } = { row: 0, code: '', details: {} }] = refused
    expect([row, code, details['column'], details['line']]).toEqual([2, 'TEXT_UNDECODABLE', 'b', 3])
    expect(details['offset']).toBeGreaterThanOrEqual(before.length)
    expect(details['offset']).toBeLessThanOrEqual(before.length + hex.length / 2)
  }
})

test('half a character of UTF-16 costs its own record, and so does half a code unit at the end', async () => {
  for (const charset of ['UTF-16LE', 'UTF-16BE']) {
    const bytes = encoded('a,b\n1,x\n2,y𠮷\n3,z\n', charset)
    const high = charset === 'UTF-16LE' ? 23 : 22
    bytes[high] = 0x00
    const definition = dataset('csv', { charset })
    for (const chunkBytes of [1, 3, 1000]) {
      const { rows, refused } = await readAll(csvReader, bytes, definition, { chunkBytes })
      expect(rows).toEqual([
        ['1', 'x'],
        ['3', 'z'],
      ])
      expect(refused.map(({ row, details }) => [row, details['offset']])).toEqual([[2, 24]])
    }
    const odd = Buffer.concat([encoded('a,b\n1,x\n2,y', charset), Buffer.from('00', 'hex')])
    const { rows, refused } = await readAll(csvReader, odd, definition)
    expect(rows).toEqual([['1', 'x']])
    expect(refused.map(({ row, details }) => [row, details['offset']])).toEqual([[2, 22]])
  }
})

test('several bad bytes in one record are told once, each record by its own first', async () => {
  const bad = Buffer.from('ff', 'hex')
  const bytes = Buffer.concat([Buffer.from('a,b\n"x'), bad, Buffer.from('\ny'), bad, bad, Buffer.from('",1\n2,'), bad])
  const { rows, refused } = await readAll(csvReader, bytes, dataset('csv'))
  expect(rows).toEqual([])
  expect(refused.map(({ row, details }) => [row, details['line'], details['offset']])).toEqual([
    [1, 2, 6],
    [2, 4, 17],
  ])
})

test('a file of nothing but bad bytes is told record by record', async () => {
  const definition = dataset('csv', { header: false })
  const columns = [{ name: '1', type: { name: 'text' } as const }]
  const bytes = Buffer.from('\xff\xff\xff\n'.repeat(10_000), 'latin1')
  const { rows, refused } = await readAll(csvReader, bytes, definition, { columns })
  expect(rows).toEqual([])
  expect(refused).toHaveLength(10_000)
})

test('a bad byte in the header is an error with its offset', async () => {
  const bytes = Buffer.from('a,\xff,c\n1,2,3\n', 'latin1')
  await expect(readAll(csvReader, bytes, dataset('csv'))).rejects.toMatchObject({
    code: 'TEXT_UNDECODABLE',
    details: { column: '#2', line: 1, offset: 2 },
  })
})

test('in GBK and Big5 the second byte of a character is no separator, quote or backslash', async () => {
  const contents = { GBK: '乗許功', GB18030: '乗許功', Big5: '許功蓋' }
  for (const [charset, name] of Object.entries(contents)) {
    for (const separator of ['|', ',']) {
      const bytes = encoded(`a${separator}b\n"${name}"${separator}x\n${name}${separator}${name}\n`, charset)
      expect(bytes.includes(0x5c)).toBe(true)
      const { rows, refused } = await readAll(csvReader, bytes, dataset('csv', { charset, separator, escape: '\\' }))
      expect(refused).toEqual([])
      expect(rows).toEqual([
        [name, 'x'],
        [name, name],
      ])
    }
  }
})

test('the time that bad bytes take grows with their number only', async () => {
  const columns = [{ name: '.', type: { name: 'text' } as const }]
  const document = Buffer.from(`<a><b>${'\xff>'.repeat(150_000)}</b></a>`, 'latin1')
  for (const charset of ['UTF-8', 'GBK', 'Big5']) {
    const { refused } = await readAll(xmlReader, document, dataset('xml', { charset, record: '/a/b' }), { columns })
    expect(refused.map(({ code, details }) => [code, details['offset']])).toEqual([['TEXT_UNDECODABLE', 6]])
  }
})

test('a read of bytes that lie in memory can be stopped in the middle, damaged or not', async () => {
  const contents = {
    csv: ['a\n', 'x\xff\n'],
    'json-lines': ['{"a":1}\n', '{"a":"\xff"}\n'],
    xml: ['<a>', '<b>\xff</b>'],
  } as const
  const readers = { csv: csvReader, 'json-lines': jsonLinesReader, xml: xmlReader }
  for (const format of ['csv', 'json-lines', 'xml'] as const) {
    const [head, record] = contents[format]
    const bytes = Buffer.from(head + record.repeat(40_000), 'latin1')
    const controller = new AbortController()
    setImmediate(() => controller.abort(new Error('enough')))
    const columns = [{ name: format === 'xml' ? '.' : 'a', type: { name: 'text' } as const }]
    const definition = dataset(format, { record: '/a/b' })
    const content = bytesContent('permits-1.txt', bytes, bytes.length)
    await expect(readAll(readers[format], content, definition, { columns, signal: controller.signal })).rejects.toThrow(
      'enough',
    )
  }
})
