import { expect, test } from 'vitest'
import { dbfReader } from '../../src/index.ts'
import { bytesContent, fileContent, fixtureBytes, fixturePath, quiet } from '../content.ts'
import { dataset, type ReadFile, readAll } from '../read-all.ts'

const dbf = dataset('dbf', { header: true, trim: false })

function readFixture(name: string, chunkBytes?: number): Promise<ReadFile> {
  return readAll(dbfReader, fileContent(fixturePath(`dbf/${name}`), chunkBytes), dbf)
}

/** A table with one field for each of these, and one record of these texts. */
function table(fields: readonly (readonly [type: string, size: number, decimals: number, cell: string])[]): Buffer {
  const header = Buffer.alloc(32 + fields.length * 32 + 1)
  const recordBytes = fields.reduce((sum, [, size]) => sum + size, 1)
  header[0] = 3
  header.writeUInt32LE(1, 4)
  header.writeUInt16LE(header.length, 8)
  header.writeUInt16LE(recordBytes, 10)
  for (const [index, [type, size, decimals]] of fields.entries()) {
    const at = 32 + index * 32
    header.write(`F${index}`, at, 'latin1')
    header.write(type, at + 11, 'latin1')
    header[at + 16] = size
    header[at + 17] = decimals
  }
  header[header.length - 1] = 0x0d
  const record = ` ${fields.map(([, size, , cell]) => cell.padEnd(size)).join('')}`
  return Buffer.concat([header, Buffer.from(record, 'latin1'), Buffer.of(0x1a)])
}

test.each([1, 7, 100_000])('dBase III with memos, in pieces of %i bytes', async (chunkBytes) => {
  const { names, rows, refused } = await readFixture('dbase3.dbf', chunkBytes)
  expect(names).toEqual(['CODE', 'NAME', 'DAY', 'AMOUNT', 'VALID', 'NOTE', 'BIG'])
  expect(refused).toEqual([])
  // The third record is marked as deleted.
  expect(rows).toEqual([
    ['007', '测试有限公司', '2024-02-29', '1234.50', true, '长备注'.repeat(300), '123456789012345680'],
    ['008', null, null, null, null, null, null],
    ['010', '末行', '1999-12-31', '-0.05', false, '短', '-1'],
  ])
})

test('FoxPro with memos', async () => {
  const { rows } = await readFixture('foxpro.dbf')
  expect(rows).toEqual([
    ['1', '甲', '0.5000', '狐备注'],
    ['2', '乙', '-12.2500', null],
  ])
})

test('Visual FoxPro: whole numbers, currency, double, moments, NULL and bytes', async () => {
  const { names, rows } = await readFixture('visual.dbf')
  expect(names).toEqual(['ID', 'NAME', 'PRICE', 'RATE', 'AT', 'DAY', 'OK', 'NOTE', 'RAW'])
  expect(rows).toEqual([
    [
      1,
      '甲',
      '922337203685477.5807',
      0.1,
      '2024-02-29T08:30:15',
      '2024-02-29',
      true,
      '维备注',
      Uint8Array.of(0, 255, 1, 2),
    ],
    [-2_147_483_647, null, '-0.0001', -1.5, null, null, null, null, Uint8Array.from(Buffer.from('abcd'))],
  ])
})

test('the table of a shapefile is in the charset that its .cpg names', async () => {
  const { rows, names } = await readFixture('gdal.dbf')
  expect(rows.map((row) => row[names.indexOf('name')])).toEqual(['许可证甲', null])
})

test('the structure tells types, sizes, charset and how many records there are', async () => {
  const told = await dbfReader.structure(fileContent(fixturePath('dbf/dbase3.dbf')), dbf, quiet)
  expect(told.records).toBe(4)
  expect(told.columns.map(({ name, nativeType, type, charset }) => [name, nativeType, type.name, charset])).toEqual([
    ['CODE', 'C(8)', 'text', 'gbk'],
    ['NAME', 'C(20)', 'text', 'gbk'],
    ['DAY', 'D(8)', 'date', undefined],
    ['AMOUNT', 'N(12,2)', 'decimal', undefined],
    ['VALID', 'L(1)', 'boolean', undefined],
    ['NOTE', 'M(10)', 'text', 'gbk'],
    ['BIG', 'N(18)', 'int64', undefined],
  ])
})

test('columns of a definition are found by the names of fields in either case, and converted exactly', async () => {
  const columns = [
    { name: '编号', from: 'code', type: { name: 'integer' } },
    { name: '金额', from: 'AMOUNT', type: { name: 'text' } },
  ] as const
  const content = fileContent(fixturePath('dbf/dbase3.dbf'))
  const { rows } = await readAll(dbfReader, content, { ...dbf, columns })
  expect(rows).toEqual([
    [7, '1234.50'],
    [8, null],
    [10, '-0.05'],
  ])
  const unknown = { ...dbf, columns: [{ name: 'X', from: 'X', type: { name: 'text' } }] } as const
  await expect(readAll(dbfReader, content, unknown)).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' })
})

test('a read goes on behind records that were read before', async () => {
  const columns = [{ name: 'CODE', type: { name: 'text' } }] as const
  const { rows } = await readAll(dbfReader, fileContent(fixturePath('dbf/dbase3.dbf')), dbf, {
    columns,
    skipRecords: 1,
  })
  expect(rows).toEqual([['008'], ['010']])
})

test('digits beyond a double, zeros in front and overflow marks', async () => {
  const { rows, refused } = await readAll(
    dbfReader,
    table([
      ['N', 20, 0, '12345678901234567890'],
      ['N', 20, 5, '00012345678901.34500'],
      ['N', 4, 0, ' -07'],
    ]),
    dbf,
  )
  expect([rows, refused]).toEqual([[['12345678901234567890', '12345678901.34500', -7]], []])
  const full = await readAll(dbfReader, table([['N', 4, 0, '****']]), dbf)
  expect(full.refused).toMatchObject([{ row: 1, code: 'CELL_ERROR', details: { column: 'F0', record: 1 } }])
})

test.each([
  ['D', 8, '20230229', 'VALUE_INVALID'],
  ['L', 1, 'x', 'VALUE_INVALID'],
  ['N', 5, '1e3', 'VALUE_INVALID'],
  ['C', 3, '\xd6\xd0\xd6', 'TEXT_UNDECODABLE'],
])('a cell that is none, %s %s %s, is told and the others are read', async (type, size, cell, code) => {
  const { refused } = await readAll(dbfReader, table([[type, size, 0, cell]]), { ...dbf, charset: 'GBK' })
  expect(refused).toMatchObject([{ row: 1, code }])
})

test('a table that is cut, longer than it says, of another version or encrypted is refused', async () => {
  const whole = fixtureBytes('dbf/dbase3.dbf')
  const codeOf = (bytes: Uint8Array): Promise<unknown> =>
    readAll(dbfReader, bytesContent('a.dbf', bytes), {
      ...dbf,
      columns: [{ name: 'CODE', from: 'CODE', type: { name: 'text' } }],
    })
      .then(() => 'read')
      .catch((error: { code?: string }) => error.code)
  expect(await codeOf(whole)).toBe('read')
  for (const cut of [0, 10, 40, 200, whole.length - 40])
    expect([cut, await codeOf(whole.subarray(0, cut))]).toEqual([cut, 'FILE_CUT'])
  const fewer = Buffer.from(whole)
  fewer.writeUInt32LE(2, 4)
  expect(await codeOf(fewer)).toBe('FILE_MALFORMED')
  expect(await codeOf(Buffer.concat([Buffer.of(0x04), whole.subarray(1)]))).toBe('FILE_FORMAT_UNSUPPORTED')
  expect(await codeOf(Buffer.concat([Buffer.of(0x50), whole.subarray(1)]))).toBe('FILE_MALFORMED')
  const locked = Buffer.from(whole)
  locked[15] = 1
  expect(await codeOf(locked)).toBe('FILE_ENCRYPTED')
  const records = Buffer.from(whole)
  records.writeUInt16LE(9, 10)
  expect(await codeOf(records)).toBe('FILE_MALFORMED')
})

test('no bytes, however damaged, do more than end in a coded error', async () => {
  const whole = fixtureBytes('dbf/visual.dbf')
  let seed = 7
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  for (let round = 0; round < 500; round++) {
    const bytes = Buffer.from(whole)
    for (let count = 0; count < 4; count++) bytes[random(bytes.length)] = random(256)
    const failure: unknown = await readAll(dbfReader, bytesContent('a.dbf', bytes), dbf).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (failure !== undefined)
      expect(failure).toMatchObject({ code: expect.stringMatching(/^(?:FILE|COLUMN|TEXT|CHARSET)_/) })
  }
})

test('a memo that leads nowhere is told; a table whose memo file is missing is refused', async () => {
  const bytes = fixtureBytes('dbf/dbase3.dbf')
  await expect(readAll(dbfReader, bytesContent('a.dbf', bytes), dbf)).rejects.toMatchObject({
    code: 'FILE_PART_MISSING',
    details: { part: '.dbt' },
  })
  const at = bytes.readUInt16LE(8) + 1 + 8 + 20 + 8 + 12 + 1
  bytes.write('   9999999', at, 'latin1')
  const content = { ...fileContent(fixturePath('dbf/dbase3.dbf')), ...{ bytes: bytesContent('a.dbf', bytes).bytes } }
  const { rows, refused } = await readAll(dbfReader, content, dbf)
  expect(rows.length).toBe(2)
  expect(refused).toMatchObject([{ row: 1, code: 'VALUE_INVALID', details: { column: 'NOTE' } }])
})
