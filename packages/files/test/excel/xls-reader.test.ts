import { Buffer } from 'node:buffer'
import { type CellObject, CFB, utils, type WorkBook, write } from '@e965/xlsx'
import { expect, test } from 'vitest'
import { excelReader } from '../../src/codecs/excel/excel-reader.ts'
import { bytesContent, fileContent, fixtureBytes, fixturePath, quiet } from '../content.ts'
import { dataset, readAll } from '../read-all.ts'

const excel = dataset('excel')
const content = () => fileContent(fixturePath('excel/libreoffice.xls'))

function written(book: WorkBook, bookType: 'biff8' | 'biff5' = 'biff8') {
  return bytesContent('a.xls', Buffer.from(write(book, { type: 'buffer', bookType }) as Uint8Array))
}

function bookOf(rows: readonly (readonly CellObject[])[], name = '甲'): WorkBook {
  const sheet = utils.aoa_to_sheet([])
  rows.forEach((row, r) => {
    row.forEach((cell, c) => {
      sheet[utils.encode_cell({ r, c })] = cell
    })
  })
  sheet['!ref'] = utils.encode_range({ s: { r: 0, c: 0 }, e: { r: rows.length - 1, c: 5 } })
  return { SheetNames: [name], Sheets: { [name]: sheet } }
}

test('an xls of LibreOffice has the same records as its xlsx', async () => {
  const xls = await readAll(excelReader, content(), excel)
  expect(xls).toEqual(await readAll(excelReader, fileContent(fixturePath('excel/libreoffice.xlsx')), excel))
  expect(xls.rows).toHaveLength(3)
})

test('a declared type is kept to', async () => {
  const columns = [{ name: '发证日期', type: { name: 'date' } as const }]
  expect((await readAll(excelReader, content(), excel, { columns })).rows).toEqual([
    ['2024-02-29'],
    ['1999-12-31'],
    ['2000-01-01'],
  ])
})

test('errors and lost digits are told, truth values and later rows read', async () => {
  const book = bookOf([
    [
      { t: 's', v: 'a' },
      { t: 's', v: 'b' },
    ],
    [
      { t: 'n', v: 110_105_194_912_310_020 },
      { t: 'n', v: 1 },
    ],
    [
      { t: 'e', v: 42 },
      { t: 'n', v: 1 },
    ],
    [
      { t: 'b', v: true },
      { t: 'n', v: 0.1 + 0.2 },
    ],
  ])
  const { rows, refused } = await readAll(excelReader, written(book), excel)
  expect(rows).toEqual([['true', '0.3']])
  expect(refused.map(({ row, code }) => [row, code])).toEqual([
    [1, 'VALUE_LOSS'],
    [2, 'CELL_ERROR'],
  ])
})

test('many rows come in batches, and giving up in the middle leaves no thread', async () => {
  const book = bookOf(Array.from({ length: 3001 }, (_each, index) => [{ t: 'n', v: index } as const]))
  const definition = { ...excel, header: false, columns: [{ name: 'a', type: { name: 'text' } as const, from: '1' }] }
  const { rows } = await readAll(excelReader, written(book), definition)
  expect(rows.map(([cell]) => Number(cell))).toEqual(Array.from({ length: 3001 }, (_each, index) => index))
  const reading = { dataset: definition, columns: definition.columns, batchRows: 10, skipRecords: 0, signal: quiet }
  for await (const batch of excelReader.read(written(book), reading)) {
    expect(batch.rows).toHaveLength(10)
    break
  }
  expect(process.getActiveResourcesInfo().filter((each) => each === 'MessagePort')).toEqual([])
})

test('a sheet that is not there, an older format, another document and a password are told', async () => {
  const book = bookOf([[{ t: 's', v: 'a' }]])
  const other = CFB.utils.cfb_new() as object
  CFB.utils.cfb_add(other, 'WordDocument', Buffer.from('x'))
  const locked = CFB.utils.cfb_new() as object
  CFB.utils.cfb_add(locked, 'EncryptedPackage', Buffer.from('x'))
  const packed = (container: object) =>
    bytesContent('a.xls', Buffer.from(CFB.write(container, { type: 'buffer' }) as Uint8Array))
  const code = async (...[bytes, definition = excel]: readonly [ReturnType<typeof written>, typeof excel?]) =>
    await readAll(excelReader, bytes, definition).catch((error: { readonly code?: string }) => error.code)
  expect(await code(written(book), { ...excel, sheet: '乙' })).toBe('FILE_PART_MISSING')
  expect(await code(written(book, 'biff5'))).toBe('FILE_FORMAT_UNSUPPORTED')
  expect(await code(packed(other))).toBe('FILE_FORMAT_UNSUPPORTED')
  expect(await code(packed(locked))).toBe('FILE_ENCRYPTED')
})

test('limits of rows are kept to', async () => {
  await expect(readAll(excelReader, content(), { ...excel, maxColumns: 5 })).rejects.toMatchObject({
    code: 'FILE_LIMIT_EXCEEDED',
    details: { limit: 'maxColumns' },
  })
})

test('a file that is cut is told, or nothing of it is missing', async () => {
  const bytes = fixtureBytes('excel/libreoffice.xls')
  const whole = await readAll(excelReader, content(), excel)
  for (let end = 512; end < bytes.length; end += 1024) {
    const read = await readAll(excelReader, bytesContent('a.xls', bytes.subarray(0, end)), excel).catch(
      (error: unknown) => error,
    )
    if (read instanceof Error) expect(read).toMatchObject({ code: expect.stringMatching(/^FILE_/) })
    else expect(read).toEqual(whole)
  }
})

test('a reading that is given up ends', async () => {
  const signal = AbortSignal.abort(new Error('given up'))
  await expect(excelReader.structure(content(), excel, signal)).rejects.toThrow('given up')
})
