import { expect, test } from 'vitest'
import { csvReader } from '../../src/index.ts'
import { bytesContent, quiet } from '../content.ts'
import { dataset, readAll } from '../read-all.ts'

const csv = dataset('csv')

test('an empty field is NULL, empty quotes are an empty text', async () => {
  const { names, rows } = await readAll(csvReader, 'a,b,c\n,"",x\n"",,\n', csv)
  expect(names).toEqual(['a', 'b', 'c'])
  expect(rows).toEqual([
    [null, '', 'x'],
    ['', null, null],
  ])
})

test('texts of its own stand for NULL where a definition names them, unless they are quoted', async () => {
  const { rows } = await readAll(csvReader, 'a,b\n\\N,NULL\n"\\N","NULL"\n,x\n', { ...csv, nulls: ['\\N', 'NULL'] })
  expect(rows).toEqual([
    [null, null],
    ['\\N', 'NULL'],
    ['', 'x'],
  ])
})

test('quotes, separators and line ends of every kind inside quotes are data', async () => {
  const text = 'a,b\r\n"x, ""y""","one\r\ntwo\nthree\rfour"\r\n"""","a,,b"\r\n'
  expect((await readAll(csvReader, text, csv)).rows).toEqual([
    ['x, "y"', 'one\r\ntwo\nthree\rfour'],
    ['"', 'a,,b'],
  ])
})

test('a quote in the middle of a field without quotes is data', async () => {
  expect((await readAll(csvReader, 'a,b\n5" pipe,x"y"z\n="007", "p"\n', csv)).rows).toEqual([
    ['5" pipe', 'x"y"z'],
    ['="007"', ' "p"'],
  ])
})

test('lines may end in three ways in one file, and the last not at all', async () => {
  const { rows } = await readAll(csvReader, 'a,b\r1,2\n3,4\r\n5,6\r7,8', csv)
  expect(rows).toEqual([
    ['1', '2'],
    ['3', '4'],
    ['5', '6'],
    ['7', '8'],
  ])
})

test('records are the same in pieces of any size', async () => {
  const text = 'a,b,c\r\n"张,三",,""\r\n1,"x""\r\ny",𠮷\r\n\r\n7,8,9\r,,\r\n'
  const whole = await readAll(csvReader, text, csv)
  expect(whole.rows).toHaveLength(4)
  for (let chunkBytes = 1; chunkBytes < 12; chunkBytes++)
    expect(await readAll(csvReader, text, csv, { chunkBytes })).toEqual(whole)
})

test('a record with too many or too few fields is left out and told by its line', async () => {
  const { rows, refused } = await readAll(csvReader, 'a,b\n"x\ny",2\n1\n1,2,3\n5,6\n', csv)
  expect(rows).toEqual([
    ['x\ny', '2'],
    ['5', '6'],
  ])
  expect(refused).toEqual([
    {
      row: 2,
      code: 'RECORD_FIELD_COUNT',
      details: { file: 'permits-1.txt', record: 2, line: 4, fields: 1, expected: 2 },
    },
    {
      row: 3,
      code: 'RECORD_FIELD_COUNT',
      details: { file: 'permits-1.txt', record: 3, line: 5, fields: 3, expected: 2 },
    },
  ])
})

test('a separator behind the last field makes no field, with empty quotes it does', async () => {
  const { names, rows, refused } = await readAll(csvReader, 'a,b,\n1,2,\n3,4\n5,6,""\n', csv)
  expect(names).toEqual(['a', 'b'])
  expect(rows).toEqual([
    ['1', '2'],
    ['3', '4'],
  ])
  expect(refused.map(({ row, code }) => [row, code])).toEqual([[3, 'RECORD_FIELD_COUNT']])
})

test('empty lines are no records, except in a file of one column', async () => {
  expect((await readAll(csvReader, '\n\na,b\n\n1,2\n\n', csv)).rows).toEqual([['1', '2']])
  expect((await readAll(csvReader, 'a\n1\n\n2\n', csv)).rows).toEqual([['1'], [null], ['2']])
})

test('what stands behind a closing quote makes its record malformed and no other', async () => {
  const { rows, refused } = await readAll(csvReader, 'a,b\n"x"y,1\n"说"你好"",2\n3,4\n', csv)
  expect(rows).toEqual([['3', '4']])
  expect(refused.map(({ row, code, details }) => [row, code, details['line']])).toEqual([
    [1, 'RECORD_MALFORMED', 2],
    [2, 'RECORD_MALFORMED', 3],
  ])
  expect(JSON.stringify(refused)).not.toContain('你好')
})

test('a quote that is never closed names the line of its record; those before it are delivered', async () => {
  const reading = { dataset: csv, batchRows: 1, skipRecords: 0, signal: quiet }
  const columns = [{ name: 'a', type: { name: 'text' } as const }]
  const content = bytesContent('permits-1.txt', Buffer.from('a,b\n1,2\n"3,4\n5,6\n'))
  const batches = csvReader.read(content, { ...reading, columns })[Symbol.asyncIterator]()
  expect((await batches.next()).value?.rows).toEqual([['1']])
  await expect(batches.next()).rejects.toMatchObject({
    code: 'QUOTE_UNCLOSED',
    details: { file: 'permits-1.txt', line: 3 },
  })
})

test('a record longer than the limit ends the reading, with and without an open quote', async () => {
  const small = { ...csv, maxRecordBytes: 1000 }
  for (const start of ['"', '', ',']) {
    const text = `a,b\n1,2\n${start}${'x'.repeat(5000)}`
    await expect(readAll(csvReader, text, small, { chunkBytes: 64 })).rejects.toMatchObject({
      code: 'FILE_LIMIT_EXCEEDED',
      details: { limit: 'maxRecordBytes', maximum: 1000, line: 3 },
    })
  }
  const lines = 'x\n'.repeat(5000)
  await expect(readAll(csvReader, `a\n"${lines}`, small, { chunkBytes: 64 })).rejects.toMatchObject({
    code: 'FILE_LIMIT_EXCEEDED',
    details: { line: 2 },
  })
})

test('a line without an end is given up at the limit, not at the end of the file', async () => {
  let given = 0
  const content = {
    ...bytesContent('permits-1.txt', new Uint8Array()),
    async *bytes() {
      await Promise.resolve()
      yield Buffer.from('a,b\n"')
      const piece = Buffer.alloc(1024 * 1024, 'x,')
      for (; given < 1024; given++) yield piece
    },
  }
  const columns = [{ name: 'a', type: { name: 'text' } as const }]
  await expect(readAll(csvReader, content, csv, { columns })).rejects.toMatchObject({ code: 'FILE_LIMIT_EXCEEDED' })
  expect(given).toBeLessThan(40)
})

test('columns are bounded, and more where the definition says so', async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',')
  const text = `${names}\n${names}\n`
  await expect(readAll(csvReader, text, csv)).rejects.toMatchObject({
    code: 'FILE_LIMIT_EXCEEDED',
    details: { limit: 'maxColumns', maximum: 2000 },
  })
  const { rows } = await readAll(csvReader, text, { ...csv, maxColumns: 10_000 })
  expect(rows[0]).toHaveLength(10_000)
  expect(rows[0]?.[9999]).toBe('c9999')
})

test('backslashes take the meaning of quotes, separators and line ends where the definition says so', async () => {
  const text = 'a,b\n"he said \\"hi\\"","c:\\\\x"\nx\\,y,one\\\ntwo\n"a""b",\\N\n"\\"\\"",t\\ab\n5,6\n'
  const { rows, refused } = await readAll(csvReader, text, { ...csv, escape: '\\', nulls: ['\\N'] })
  expect(refused).toEqual([])
  expect(rows).toEqual([
    ['he said "hi"', 'c:\\x'],
    ['x,y', 'one\ntwo'],
    ['a"b', null],
    ['""', 't\\ab'],
    ['5', '6'],
  ])
  for (const chunkBytes of [1, 2, 3])
    expect((await readAll(csvReader, text, { ...csv, escape: '\\', nulls: ['\\N'] }, { chunkBytes })).rows).toEqual(
      rows,
    )
})

test('the formula that keeps zeros in a spreadsheet is its text where the definition says so', async () => {
  const { rows } = await readAll(csvReader, 'a,b\n="007",="1,5"\n"=""010""",=SUM(A1)\n', { ...csv, formulaText: true })
  expect(rows).toEqual([
    ['007', '1,5'],
    ['010', '=SUM(A1)'],
  ])
})

test('blanks around fields are cut where the definition says so, full-width ones too', async () => {
  const text = 'a , b,c\n 1 ,\t"x y " , \u3000张三\u3000\n   \n'
  const trimmed = await readAll(csvReader, text, { ...csv, trim: true })
  expect(trimmed.names).toEqual(['a', 'b', 'c'])
  expect(trimmed.rows).toEqual([['1', 'x y', '张三']])
  const kept = await readAll(csvReader, 'a,b\n 1 ,\u3000\n', csv)
  expect(kept.rows).toEqual([[' 1 ', '\u3000']])
})

test('separators and quotes are those of the definition; without quotes they are data', async () => {
  const options = { ...csv, separator: '\t', quote: '' }
  expect((await readAll(csvReader, 'a\tb\n"1\t2"\n', options)).rows).toEqual([['"1', '2"']])
  expect((await readAll(csvReader, "a|b\n'x|y'|'it''s'\n", { ...csv, separator: '|', quote: "'" })).rows).toEqual([
    ['x|y', "it's"],
  ])
})

test('NUL bytes and other controls are data; the end mark of DOS behind the last line is not', async () => {
  expect((await readAll(csvReader, 'a,b\n1\0,\u0001\n\u001a', csv)).rows).toEqual([['1\0', '\u0001']])
  const { refused } = await readAll(csvReader, 'a,b\n1,2\nx\u001a\n', csv)
  expect(refused.map(({ code }) => code)).toEqual(['RECORD_FIELD_COUNT'])
})

test('titles before the header are passed over as lines, whatever quotes stand in them', async () => {
  const text = '许可证"清单\r\n\r\n制表单位,"\r\na,b\r\n1,2\r\n'
  const { names, rows } = await readAll(csvReader, text, { ...csv, skipLines: 3 })
  expect(names).toEqual(['a', 'b'])
  expect(rows).toEqual([['1', '2']])
  const { refused } = await readAll(csvReader, `${text}3\r\n`, { ...csv, skipLines: 3 })
  expect(refused[0]?.details).toMatchObject({ line: 6, record: 2 })
})

test('records read before are passed over, unreadable ones counted', async () => {
  const { rows, refused } = await readAll(csvReader, 'a,b\n1,2\n3\n5,6\n7\n', csv, { skipRecords: 2 })
  expect(rows).toEqual([['5', '6']])
  expect(refused.map(({ row }) => row)).toEqual([4])
})

test('no batch is larger than asked for, and none is empty', async () => {
  const content = bytesContent('permits-1.txt', Buffer.from(`a,b\n${'1,2\n3\n'.repeat(10)}`))
  const columns = [{ name: 'a', type: { name: 'text' } as const }]
  const sizes: number[] = []
  const reading = { dataset: csv, columns, batchRows: 3, skipRecords: 0, signal: quiet }
  for await (const { rows, unreadable } of csvReader.read(content, reading)) sizes.push(rows.length + unreadable.length)
  expect(sizes).toEqual([3, 3, 3, 3, 3, 3, 2])
})

test('an aborted read ends with the reason, and leaves no open content', async () => {
  const controller = new AbortController()
  let closed = false
  const content = {
    ...bytesContent('permits-1.txt', new Uint8Array()),
    async *bytes() {
      try {
        await Promise.resolve()
        for (;;) yield Buffer.from('a,b\n1,2\n')
      } finally {
        closed = true
      }
    },
  }
  const columns = [{ name: 'a', type: { name: 'text' } as const }]
  const reading = { dataset: csv, columns, batchRows: 1, skipRecords: 0, signal: controller.signal }
  const batches = csvReader.read(content, reading)[Symbol.asyncIterator]()
  await batches.next()
  controller.abort(new Error('enough'))
  await expect(
    (async () => {
      for (let turn = 0; turn < 10; turn++) await batches.next()
    })(),
  ).rejects.toThrow('enough')
  expect(closed).toBe(true)
})

const text = { name: 'text' } as const

test('columns are found by what they are called in the file, in any order and with any others between', async () => {
  const columns = [
    { name: 'id', type: text, from: '许可证号' },
    { name: 'amount', type: { name: 'decimal', precision: 8, scale: 2 }, from: '金额' },
  ] as const
  const { names, rows, refused } = await readAll(csvReader, '金额,其他,许可证号\n1.50,x,007\nmany,y,008\n,,\n', {
    ...csv,
    columns,
  })
  expect(names).toEqual(['id', 'amount'])
  expect(rows).toEqual([
    ['007', '1.50'],
    [null, null],
  ])
  expect(refused).toEqual([
    {
      row: 2,
      code: 'VALUE_INVALID',
      details: { file: 'permits-1.txt', record: 2, line: 3, column: 'amount', type: 'decimal', length: 4 },
    },
  ])
  await expect(readAll(csvReader, '金额,其他\n1,2\n', { ...csv, columns })).rejects.toMatchObject({
    code: 'FILE_PART_MISSING',
    details: { file: 'permits-1.txt', line: 1, part: '许可证号' },
  })
})

test('a name that is there twice or not at all is an error where it matters, told without the name', async () => {
  const file = '许可证号,备注,备注,\n1,2,3,\n'
  const columns = [{ name: 'id', type: text, from: '许可证号' }]
  expect((await readAll(csvReader, file, { ...csv, columns })).rows).toEqual([['1']])
  const note = [{ name: 'note', type: text, from: '备注' }]
  for (const definition of [csv, { ...csv, columns: note }])
    await expect(readAll(csvReader, file, definition)).rejects.toMatchObject({
      code: 'FILE_MALFORMED',
      details: { line: 1, problem: 'columns-same-name', field: 2, other: 3 },
    })
  await expect(readAll(csvReader, 'a,,c\n', csv)).rejects.toMatchObject({
    details: { problem: 'column-nameless', field: 2 },
  })
  await expect(readAll(csvReader, '"a"x,b\n', csv)).rejects.toMatchObject({ code: 'FILE_MALFORMED' })
  await expect(readAll(csvReader, '', csv)).rejects.toMatchObject({ code: 'FILE_MALFORMED' })
})

test('without a header columns stand as the definition has them, or at positions that it names', async () => {
  const bare = { ...csv, header: false }
  expect((await readAll(csvReader, '1,2\n3,4', bare)).names).toEqual(['1', '2'])
  const inOrder = ['a', 'b'].map((name) => ({ name, type: text, from: name }))
  const ordered = await readAll(csvReader, '1\n2,3\n4,5,\n', { ...bare, columns: inOrder })
  expect([ordered.rows, ordered.refused.length]).toEqual([
    [
      ['2', '3'],
      ['4', '5'],
    ],
    1,
  ])
  const byPosition = [{ name: 'b', type: text, from: '3' }]
  expect((await readAll(csvReader, '1,2,3\n4,5,6\n', { ...bare, columns: byPosition })).rows).toEqual([['3'], ['6']])
  await expect(readAll(csvReader, '1,2\n', { ...bare, columns: byPosition })).rejects.toMatchObject({
    code: 'FILE_PART_MISSING',
  })
  expect((await readAll(csvReader, '', { ...bare, columns: inOrder })).rows).toEqual([])
})
