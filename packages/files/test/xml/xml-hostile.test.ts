import { describe, expect, test } from 'vitest'
import { type DefinedColumn, type FileDataset, xmlReader, xmlWriter } from '../../src/index.ts'
import { dataset, type ReadFile, readAll } from '../read-all.ts'

function column(name: string, from = name, type: DefinedColumn['type'] = { name: 'text' }): DefinedColumn {
  return { name, from, type }
}

const one = [column('a')]

async function read(text: string | Uint8Array, changes: Partial<FileDataset> = {}, chunkBytes = 7): Promise<ReadFile> {
  return readAll(xmlReader, text, dataset('xml', { record: '/permits/permit', ...changes }), { chunkBytes })
}

function told({ refused }: ReadFile): unknown[] {
  return refused.map(({ row, code, details }) => [row, code, details['offset']])
}

describe('bytes that are not valid in a document of one line', () => {
  test.each([1, 7, 100_000])('cost their own records and no other, in pieces of %i', async (chunkBytes) => {
    const records = ['甲', '\xff', '丙', '\xff', '\xff\xff', '己'].map((text) => `<permit><a>${text}</a></permit>`)
    const parts = `<permits>${records.join('')}</permits>`.split('\xff').map((part) => Buffer.from(part))
    const bytes = Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from([0xff]), part])))
    const found = await read(bytes, { columns: one }, chunkBytes)
    expect(found.rows).toEqual([['甲'], ['丙'], ['己']])
    const first = bytes.indexOf(0xff)
    const second = bytes.indexOf(0xff, first + 1)
    const third = bytes.indexOf(0xff, second + 1)
    expect(told(found)).toEqual([
      [2, 'TEXT_UNDECODABLE', first],
      [4, 'TEXT_UNDECODABLE', second],
      [5, 'TEXT_UNDECODABLE', third],
    ])
  })
  test('in an attribute of the record itself', async () => {
    const bytes = Buffer.concat([
      Buffer.from('<permits><permit a="1"/><permit a="'),
      Buffer.from([0xff]),
      Buffer.from('"/><permit a="3"/></permits>'),
    ])
    const found = await read(bytes, { columns: [column('a', '@a')] })
    expect([found.rows, told(found)]).toEqual([[['1'], ['3']], [[2, 'TEXT_UNDECODABLE', 35]]])
  })
  test('the character that stands for such bytes is a character like others', async () => {
    expect((await read('<permits><permit><a>\ufffd</a></permit></permits>')).rows).toEqual([['\ufffd']])
  })
})

describe('a declaration that is not true', () => {
  const body = '<permits><permit><a>中文</a></permit></permits>'
  test('of UTF-16 over bytes of the definition, as .NET writes strings', async () => {
    for (const said of ['utf-16', 'UTF-16LE', 'ucs-2'])
      expect((await read(`<?xml version="1.0" encoding="${said}"?>${body}`)).rows).toEqual([['中文']])
  })
  test('of UTF-8 over GBK: the definition counts, unless the bytes bear the declaration out', async () => {
    const [before = '', behind = ''] = `<?xml version="1.0" encoding="UTF-8"?>${body}`.split('中文')
    const gbk = Buffer.concat([Buffer.from(before), Buffer.from('d6d0cec4', 'hex'), Buffer.from(behind)])
    expect((await read(gbk, { charset: 'GBK' })).rows).toEqual([['中文']])
    const utf8 = `${before}中文${behind}`
    await expect(read(utf8, { charset: 'GBK' })).rejects.toMatchObject({ code: 'FILE_CHARSET_CONTRADICTED' })
  })
})

describe('documents without records', () => {
  const deep = { record: '/response/data/list/permit', columns: one }
  test.each([
    '<response><code>1</code><message>busy</message></response>',
    '<response><result><list><permit><a>1</a></permit></list></result></response>',
    '<response><data><rows><permit><a>1</a></permit></rows></data></response>',
  ])('are another document where the way to the records is not there: %s', async (text) => {
    await expect(read(text, deep)).rejects.toMatchObject({ code: 'FILE_PART_MISSING' })
  })
  test.each([
    '<response><code>0</code><data/></response>',
    '<response><code>0</code><data><total>0</total><list/></data></response>',
  ])('are empty where it only ends: %s', async (text) => {
    expect((await read(text, deep)).rows).toEqual([])
  })
})

test('an element that is empty in one record and holds others in the next is no column of its own', async () => {
  const text = '<permits><permit no="1">x<s/></permit><permit><s><t>1</t></s></permit></permits>'
  const found = await read(text)
  expect([found.names, found.rows, found.refused]).toEqual([
    ['@no', 's/t'],
    [
      ['1', null],
      [null, '1'],
    ],
    [],
  ])
})

test('the text of a record without elements is a column', async () => {
  const found = await read('<permits><permit no="1">甲</permit><permit no="2">乙</permit></permits>')
  expect([found.names, found.rows]).toEqual([
    ['@no', '.'],
    [
      ['1', '甲'],
      ['2', '乙'],
    ],
  ])
})

test('nil beside a text is refused, and in a list it keeps its place', async () => {
  const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
  const records = '<permit><a xsi:nil="1">x</a></permit><permit><b>1</b><b xsi:nil="true"/><b>3</b></permit>'
  const columns = [column('a'), column('b', 'b[]')]
  const found = await read(`<permits ${xsi}>${records}</permits>`, { columns })
  expect(found.rows).toEqual([[null, '["1",null,"3"]']])
  expect(told(found)).toEqual([[1, 'RECORD_MALFORMED', undefined]])
})

test('columns beyond the limit are refused while they are looked for', async () => {
  const record = Array.from({ length: 30 }, (_each, at) => `<c${at}/>`).join('')
  await expect(read(`<permits><permit>${record}</permit></permits>`, { maxColumns: 20 })).rejects.toMatchObject({
    code: 'FILE_LIMIT_EXCEEDED',
    details: { limit: 'maxColumns', maximum: 20 },
  })
})

describe('what is written', () => {
  const columns = [column('text', 'name'), column('kind', 'name/@kind'), column('raw', 'raw', { name: 'binary' })]
  const fields = columns.map(({ name, type }) => ({ name, type }))
  test('keeps NULL apart from an empty text where the element has an attribute', async () => {
    const definition = dataset('xml', { record: '/permits/permit', columns })
    const writer = xmlWriter(definition, fields)
    const rows = [
      [null, 'a', null],
      ['', 'a', null],
      ['x', null, Uint8Array.of(0, 255)],
    ]
    const bytes = Buffer.concat([writer.begin(), writer.records(rows), writer.end()])
    expect((await readAll(xmlReader, bytes, definition)).rows).toEqual(rows)
    expect(() => writer.records([[null, null, new Uint8Array()]])).toThrow(
      expect.objectContaining({ code: 'VALUE_LOSS' }),
    )
  })
  test.each(['UTF-16LE', 'UTF-16BE'])('in %s has the mark that XML asks for', async (charset) => {
    const definition = dataset('xml', { record: '/permits/permit', columns, charset })
    const writer = xmlWriter(definition, fields)
    const rows = [['中', '𠮷', null]]
    const bytes = Buffer.concat([writer.begin(), writer.records(rows), writer.end()])
    expect(bytes.subarray(0, 2).toString('hex')).toBe(charset === 'UTF-16LE' ? 'fffe' : 'feff')
    expect((await readAll(xmlReader, bytes, definition)).rows).toEqual(rows)
  })
  test('never puts attributes to the elements of a list', () => {
    const lists = [column('b', 'b[]'), column('kind', 'b/@kind')]
    const definition = dataset('xml', { record: '/permits/permit', columns: lists })
    expect(() => xmlWriter(definition, lists)).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
  })
})
