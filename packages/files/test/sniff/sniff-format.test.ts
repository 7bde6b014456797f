import { expect, test } from 'vitest'
import { contentKind } from '../../src/sniff/sniff-format.ts'
import { fixtureBytes } from '../content.ts'

test.each([
  ['excel/libreoffice.xlsx', { kind: 'excel' }],
  ['excel/openpyxl.xlsx', { kind: 'excel' }],
  ['excel/xlsxwriter.xlsx', { kind: 'excel' }],
  ['excel/gdal.xlsx', { kind: 'excel' }],
  ['excel/libreoffice.xls', { kind: 'excel' }],
  ['dbf/dbase3.dbf', { kind: 'dbf' }],
  ['dbf/foxpro.dbf', { kind: 'dbf' }],
  ['dbf/visual.dbf', { kind: 'dbf' }],
  ['dbf/gdal.dbf', { kind: 'dbf' }],
  ['archives/info-zip.zip', { kind: 'zip' }],
  ['archives/members.csv.gz', { kind: 'gzip' }],
  ['sniff/PENSION.TXT', { kind: 'text' }],
  ['sniff/export.xls', { kind: 'text' }],
])('%s is told by its bytes', (name, kind) => {
  expect(contentKind(fixtureBytes(name))).toEqual(kind)
})

test('what no format here reads is told by name', () => {
  expect(contentKind(Buffer.from('%PDF-1.7\n'))).toEqual({ kind: 'other', name: 'PDF' })
  expect(contentKind(Buffer.from('Rar!\u001a\u0007\u0000'))).toEqual({ kind: 'other', name: 'RAR' })
})

test('a text that begins like a table of dBase is none', () => {
  expect(contentKind(Buffer.concat([Buffer.from([0x03]), Buffer.from('abc,def\n'.repeat(20))]))).toEqual({
    kind: 'text',
  })
})
