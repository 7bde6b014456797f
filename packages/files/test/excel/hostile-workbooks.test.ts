import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { excelReader } from '../../src/codecs/excel/excel-reader.ts'
import type { FileContent, FileDataset } from '../../src/index.ts'
import { bytesContent, fileContent, fixtureBytes, fixturePath, quiet } from '../content.ts'
import { dataset, readAll } from '../read-all.ts'
import { packed, textRow, workbookParts } from './workbook.ts'

async function failure(content: FileContent, changes: Partial<FileDataset> = {}): Promise<unknown> {
  return await readAll(excelReader, content, dataset('excel', changes)).then(
    () => 'it was read',
    (error: unknown) => error,
  )
}

const sheet = 'xl/worksheets/sheet1.xml'
const rows = textRow('a') + textRow('1')

test.each<[string, Record<string, string>, string]>([
  ['a document type', { [sheet]: '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' }, 'FILE_CONTENT_REFUSED'],
  ['a document type in the texts', { 'xl/sharedStrings.xml': '<!DOCTYPE sst><sst/>' }, 'FILE_CONTENT_REFUSED'],
  ['an entity', { [sheet]: '<worksheet>&a;</worksheet>' }, 'FILE_MALFORMED'],
  ['XML that is cut', { [sheet]: '<worksheet><sheetData><row>' }, 'FILE_MALFORMED'],
  ['elements without end', { [sheet]: '<a>'.repeat(10_000) }, 'FILE_MALFORMED'],
  ['a sheet that is not there', { 'xl/_rels/workbook.xml.rels': '<Relationships/>' }, 'FILE_PART_MISSING'],
  [
    'a place beyond the container',
    {
      '_rels/.rels':
        '<Relationships><Relationship Id="x" Type="a/officeDocument" Target="../../../etc/passwd"/></Relationships>',
    },
    'FILE_MALFORMED',
  ],
  [
    'a text that is not there',
    { [sheet]: '<worksheet><row><c t="s"><v>7</v></c></row></worksheet>' },
    'FILE_MALFORMED',
  ],
  ['rows that go back', { [sheet]: '<worksheet><row r="5"/><row r="4"/></worksheet>' }, 'FILE_MALFORMED'],
  ['cells that go back', { [sheet]: '<worksheet><row><c r="B1"/><c r="A1"/></row></worksheet>' }, 'FILE_MALFORMED'],
  ['a cell at no place', { [sheet]: '<worksheet><row><c r="ZZZZZ1"><v>1</v></c></row></worksheet>' }, 'FILE_MALFORMED'],
  [
    'an old binary workbook',
    {
      '_rels/.rels':
        '<Relationships><Relationship Id="x" Type="a/officeDocument" Target="xl/workbook.bin"/></Relationships>',
    },
    'FILE_FORMAT_UNSUPPORTED',
  ],
])('%s is one coded error', async (_what, changes, code) => {
  expect(await failure(await packed(workbookParts(rows, changes)))).toMatchObject({ code })
})

test('bytes that are no UTF-8 are told', async () => {
  const bad = Buffer.concat([Buffer.from('<worksheet>'), Buffer.from([0xc3, 0x28]), Buffer.from('</worksheet>')])
  expect(await failure(await packed({ ...workbookParts(''), [sheet]: bad }))).toMatchObject({
    code: 'FILE_MALFORMED',
    details: { part: 'xl/worksheets/sheet1.xml' },
  })
})

test.each<[string, string, Partial<FileDataset>, string]>([
  ['columns', '<row><c r="K1"><v>1</v></c></row>', { maxColumns: 10 }, 'maxColumns'],
  ['a record', textRow('x'.repeat(3000)), { maxRecordBytes: 2000 }, 'maxRecordBytes'],
  [
    'a record by what it points at',
    `<row>${'<c t="s"><v>0</v></c>'.repeat(60)}</row>`,
    { maxRecordBytes: 100_000 },
    'maxRecordBytes',
  ],
  ['a comment', `<!--${randomBytes(200_000).toString('hex')}-->`, { maxRecordBytes: 100_000 }, 'maxRecordBytes'],
])('%s beyond a limit', async (_what, more, changes, limit) => {
  const texts = { 'xl/sharedStrings.xml': `<sst><si><t>${'x'.repeat(2000)}</t></si></sst>` }
  expect(await failure(await packed(workbookParts(rows + more, texts)), changes)).toMatchObject({
    code: 'FILE_LIMIT_EXCEEDED',
    details: { limit },
  })
})

test('a sheet that is a bomb is stopped while it unpacks', async () => {
  const parts = { ...workbookParts(''), [sheet]: `<worksheet>${' '.repeat(40 * 1024 ** 2)}</worksheet>` }
  expect(await failure(await packed(parts), { maxRecordBytes: 1024 ** 3 })).toMatchObject({
    code: 'FILE_LIMIT_EXCEEDED',
    details: { limit: 'maxUnpackedRatio' },
  })
})

test('a number that is none is told with its length only', async () => {
  const odd = ['1e999999999', '1e400', 'NaN', '--1', '']
  const cells = odd.map((each) => `<row><c><v>${each}</v></c><c><v>1</v></c></row>`).join('')
  const { rows: read, refused } = await readAll(
    excelReader,
    await packed(workbookParts(textRow('a', 'b') + cells)),
    dataset('excel'),
  )
  expect(read).toEqual([[null, '1']])
  expect(refused.map(({ code, details }) => [code, details['length']])).toEqual([
    ['VALUE_INVALID', 11],
    ['VALUE_LOSS', 401],
    ['VALUE_INVALID', 3],
    ['VALUE_INVALID', 3],
  ])
  expect(JSON.stringify(refused)).not.toContain('1e9')
})

test('any part of a file cut off or any byte changed is a coded error or the same records', async () => {
  const bytes = fixtureBytes('excel/gdal.xlsx')
  const whole = await readAll(excelReader, fileContent(fixturePath('excel/gdal.xlsx')), dataset('excel'))
  const folder = await mkdtemp(join(tmpdir(), 'berth-excel-'))
  try {
    for (let at = 0; at < bytes.length; at += 37) {
      for (const broken of [
        bytes.subarray(0, at),
        Buffer.concat([bytes.subarray(0, at), Buffer.from([(bytes[at] ?? 0) ^ 0x55]), bytes.subarray(at + 1)]),
      ]) {
        await writeFile(`${folder}/a.xlsx`, broken)
        const read = await readAll(excelReader, fileContent(`${folder}/a.xlsx`), dataset('excel')).catch(
          (error: unknown) => error,
        )
        if (read instanceof Error) expect(read).toMatchObject({ name: 'BerthError' })
        else expect(read).toEqual(whole)
      }
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('what is no workbook at all is told', async () => {
  expect(await failure(bytesContent('a.xlsx', Buffer.from('<html>')))).toMatchObject({ code: 'FILE_MALFORMED' })
  expect(await failure(bytesContent('a.xlsx', new Uint8Array()))).toMatchObject({ code: 'FILE_MALFORMED' })
})

test('a reading that is given up ends at once', async () => {
  const content = await packed(workbookParts(rows))
  const signal = AbortSignal.abort(new Error('given up'))
  await expect(excelReader.structure(content, dataset('excel'), signal)).rejects.toThrow('given up')
  await expect(excelReader.structure(content, dataset('excel'), quiet)).resolves.toMatchObject({
    columns: [{ name: 'a' }],
  })
})
