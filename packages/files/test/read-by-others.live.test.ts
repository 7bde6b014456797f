import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { dataset } from './read-all.ts'
import { everyType, writeWhole } from './write-whole.ts'

const run = promisify(execFile)

/** Prints the cells as JSON, each with its kind, so that a text and a number are told apart. */
const openpyxl = `
import json, sys, openpyxl
print(json.dumps([[[type(c).__name__, str(c)] for c in row] for row in openpyxl.load_workbook(sys.argv[1]).active.values]))`
const dbf = `
import json, sys, dbf
table = dbf.Table(sys.argv[1]).open()
print(json.dumps({'charset': str(table.codepage), 'fields': [str(table.field_info(f)[:3]) for f in table.field_names], 'rows': [[str(c).rstrip() for c in row] for row in table]}))`

const { rows } = everyType
const fields = everyType.fields.filter(({ type }) => type.name !== 'binary')
const cells = rows.map((row) => row.filter((_, index) => everyType.fields[index]?.type.name !== 'binary'))

describeServer('spreadsheets', 'workbooks and tables read by other software', ({ office, gdal, python }) => {
  let folder = ''
  let xlsx = ''
  let table = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-others-'))
    xlsx = join(folder, 'permits.xlsx')
    table = join(folder, 'permits.dbf')
    await writeFile(xlsx, await writeWhole(dataset('excel', { sheet: '许可证' }), fields, cells))
    await writeFile(table, await writeWhole(dataset('dbf', { charset: 'GBK' }), fields, cells))
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function asCsv(file: string, filter: string): Promise<readonly (readonly string[])[]> {
    const profile = `-env:UserInstallation=file://${folder}/profile`
    await run(office, [
      profile,
      '--headless',
      ...(file === table ? ['--infilter=dBase:67'] : []),
      '--convert-to',
      filter,
      '--outdir',
      folder,
      file,
    ])
    return parse(await readFile(file.replace(/\.\w+$/, '.csv'), 'utf8'), { relax_column_count: true })
  }

  // Commas, quotes, UTF-8; cells as they are shown.
  const shown = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false'

  test('openpyxl sees texts as texts, numbers as numbers, days as days', async () => {
    const read = JSON.parse((await run(python, ['-c', openpyxl, xlsx])).stdout)
    expect(read[0].map(([, name]: [string, string]) => name)).toEqual(fields.map(({ name }) => name))
    expect(read[1].slice(0, 6)).toEqual([
      ['str', '110105194912310021'],
      ['str', '=1+1 测试<&>"'],
      ['int', '-2147483648'],
      ['str', '-9223372036854775808'],
      ['float', '-1234567890.5'],
      ['str', '12345678901234567890123456.7891'],
    ])
    expect(read[1].slice(7, 11)).toEqual([
      ['bool', 'True'],
      ['datetime', '2024-02-29 00:00:00'],
      ['time', '08:30:15'],
      ['datetime', '2024-02-29 08:30:15'],
    ])
    expect(read[2].slice(3, 5)).toEqual([
      ['int', '999999999999999'],
      ['float', '0.05'],
    ])
    expect(read[3].slice(0, 3)).toEqual([
      ['str', '+1'],
      ['NoneType', 'None'],
      ['NoneType', 'None'],
    ])
  })

  test('LibreOffice shows a workbook as it was written', async () => {
    const read = await asCsv(xlsx, shown)
    expect(read[1]?.slice(0, 6)).toEqual([
      '110105194912310021',
      '=1+1 测试<&>"',
      '-2147483648',
      '-9223372036854775808',
      '-1234567890.5',
      '12345678901234567890123456.7891',
    ])
    // In a time of its own it names the half of the day.
    expect(read[1]?.slice(8, 11)).toEqual(['2024-02-29', '08:30:15 AM', '2024-02-29 08:30:15'])
    expect(read[2]?.slice(0, 5)).toEqual(['007', '@甲\n-1', '2147483647', '999999999999999', '0.05'])
    expect(read[2]?.slice(8, 11)).toEqual(['0001-01-01', '23:59:59.999999999', '9999-12-31 23:59:59.999'])
  })

  test('GDAL reads both without a word', async () => {
    for (const file of [xlsx, table]) {
      const csv = `${file}.csv`
      const { stderr } = await run(gdal, ['-f', 'CSV', '-overwrite', csv, file])
      expect(stderr).toBe('')
      const read = parse(await readFile(csv, 'utf8')) as string[][]
      expect(read.map((row) => row[0])).toEqual(['code', '110105194912310021', '007', '+1'])
      expect(read[1]?.[1]).toBe('=1+1 测试<&>"')
      expect(read[1]?.[8]).toBe('2024/02/29')
    }
  })

  test('dbf of Python reads a table in its own charset, digit for digit', async () => {
    const read = JSON.parse((await run(python, ['-c', dbf, table])).stdout)
    expect(read.charset).toMatch(/cp936|936/)
    expect(read.rows[0].slice(0, 6)).toEqual([
      '110105194912310021',
      '=1+1 测试<&>"',
      '-2147483648',
      '-9223372036854775808',
      '-1234567890.5',
      '12345678901234567890123456.7891',
    ])
    expect(read.rows[0].slice(7, 9)).toEqual(['True', '2024-02-29'])
    expect(read.rows[2].slice(0, 4)).toEqual(['+1', '', 'None', 'None'])
  })

  test('LibreOffice reads a table', async () => {
    // It is told the charset, 67 for GBK: where nobody can be asked it does not look at the mark of the table.
    const read = await asCsv(table, shown)
    expect(read[0]?.slice(0, 5)).toEqual(['code,C,36', 'name,C,40', 'count,N,11,0', 'number,N,20,0', 'amount,N,14,2'])
    expect(read[1]?.slice(0, 2)).toEqual(['110105194912310021', '=1+1 测试<&>"'])
    expect(read[1]?.[4]).toBe('-1234567890.5')
    expect(read).toHaveLength(4)
  })
})
