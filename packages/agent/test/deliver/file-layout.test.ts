import { fileDatasetDefinition } from '@berth/files'
import type { FileLayout, FileLayoutColumn, ProvideByFile } from '@berth/manifest'
import { expect, test } from 'vitest'
import { checkFileLayout, givenLayout, isPlainText } from '../../src/deliver/file-layout.ts'
import { registryManifest } from '../exchange/registry.ts'
import { testItem } from '../plan/test-item.ts'

test('how files are written is said in the words of how they are read', () => {
  const layout: Required<FileLayout> = {
    charset: 'GBK',
    separator: '|',
    quote: '',
    escape: '\\',
    header: true,
    nulls: ['-'],
    record: '/a/b',
    sheet: '甲',
    recordBytes: 1,
    columns: {},
  }
  const column: Required<FileLayoutColumn> = { from: 'A', at: 1, bytes: 1, charset: 'GBK' }
  const { members } = fileDatasetDefinition
  expect(Object.keys(members)).toEqual(expect.arrayContaining(Object.keys(layout)))
  const { columns } = members
  const choice = columns?.type === 'map' && columns.values.type === 'choice' ? columns.values.of : []
  const known = choice.flatMap((each) => (each.type === 'object' ? Object.keys(each.members) : []))
  expect(known).toEqual(expect.arrayContaining(Object.keys(column)))
})

test.each([
  [{ to: 'out', format: 'csv' }, true],
  [{ to: 'out', format: 'ndjson', layout: { charset: 'utf-8' } }, true],
  [{ to: 'platform', format: 'ndjson' }, true],
  [{ to: 'platform', connection: 'drop', format: 'xlsx' }, false],
  [{ to: 'out', format: 'csv', layout: { charset: 'GBK' } }, false],
  [{ to: 'out', format: 'csv', layout: { separator: ',' } }, false],
  [{ to: 'out', format: 'dbf' }, false],
] as const)('%j: a plan writes it itself: %s', (file, plain) => {
  expect(isPlainText(file)).toBe(plain)
})

test('a receiver is told of the items that are in the files, and of no others', () => {
  const layout = { charset: 'GBK', columns: { id: { from: 'A' }, secret: { from: 'B' } } }
  expect(givenLayout({ to: 'out', format: 'csv', layout }, [testItem('id', 'text')])).toEqual({
    charset: 'GBK',
    columns: { id: { from: 'A' } },
  })
})

test.each([
  [{ format: 'xml' }, 'record'],
  [{ format: 'fixed-width', layout: { columns: { id: { at: 1, bytes: 9 } } } }, 'columns.name'],
  [{ format: 'dbf', layout: { charset: 'UTF-8' } }, 'charset'],
  [{ format: 'dbf', layout: { columns: { name: { from: '居民身份证' + '号码' } } } }, 'columns.name.from'],
  [{ format: 'csv', layout: { separator: '||' } }, 'separator'],
  [{ format: 'xlsx', layout: { sheet: 'a/b' } }, 'sheet'],
] as const)('%j is refused at %s before anything is read', (file, path) => {
  const provide: ProvideByFile = { to: 'out', clearance: 3, ...file }
  const { person } = registryManifest('/docking', { provide: { file: provide } }).resources
  if (person === undefined) throw new TypeError('the registry has persons')
  expect(() => checkFileLayout(person, false)).toThrow(
    expect.objectContaining({ code: 'DEFINITION_INVALID', details: expect.objectContaining({ path }) }),
  )
})

test('of a fixed width the place of an item that is withheld stays blank', () => {
  const columns = {
    remark: { at: 1, bytes: 9 },
    id: { at: 10, bytes: 9 },
    name: { at: 19, bytes: 20 },
    born: { at: 39, bytes: 10 },
  }
  const provide: ProvideByFile = { to: 'out', clearance: 3, format: 'fixed-width', layout: { columns } }
  const { person } = registryManifest('/docking', { provide: { file: provide } }).resources
  expect(() => person === undefined || checkFileLayout(person, false)).not.toThrow()
})
