import type { Dataset } from '@berth/core'
import { expect, test } from 'vitest'
import { fileDataset } from '../../src/definition/read-definition.ts'
import { describeFolder } from '../../src/sniff/describe-folder.ts'
import type { FileStore, StoredFile } from '../../src/store/file-store.ts'
import { fixtureBytes, quiet } from '../content.ts'

const csv = 'id,name,day\n1,a,2026-01-01\n2,b,2026-01-02\n3,c,2026-01-03\n'

/** A store in memory; files of this moment are those that a test calls `growing`. */
function storeOf(files: Readonly<Record<string, string | Uint8Array>>, growing: readonly string[] = []): FileStore {
  let looks = 0
  const stored = (path: string): StoredFile => {
    const size = Buffer.from(files[path] ?? '').length
    return growing.includes(path)
      ? { path, size: size + looks++, modified: Date.now() }
      : { path, size, modified: 1_000 }
  }
  const paths = Object.keys(files)
  const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
  return {
    hasOwnClock: true,
    list: (folder) => Promise.resolve(paths.filter((path) => folderOf(path) === folder).map(stored)),
    folders: (folder) =>
      Promise.resolve(folder === '' ? [...new Set(paths.map(folderOf).filter((name) => name !== ''))] : []),
    find: (path) => Promise.resolve(path in files ? stored(path) : undefined),
    async *read(path) {
      await Promise.resolve()
      yield Buffer.from(files[path] ?? '')
    },
    write: () => Promise.reject(new Error('nothing is written')),
    facts: () => Promise.resolve({ product: 'memory' }),
    close: () => Promise.resolve(),
  }
}

async function described(store: FileStore, defined: Readonly<Record<string, unknown>> = {}): Promise<Dataset[]> {
  const datasets = new Map(Object.entries(defined).map(([name, each]) => [name, fileDataset(name, each)]))
  return await Array.fromAsync(describeFolder({ connector: 'file', store, datasets, maxCopyBytes: 1e8 }, quiet))
}

const refusals = (datasets: readonly Dataset[]): readonly (readonly unknown[])[] =>
  datasets.filter(({ refusal }) => refusal !== undefined).map(({ name, refusal }) => [name, refusal?.code])

test('a definition that is drafted reads the file that it was drafted from', async () => {
  const [dataset] = await described(storeOf({ 'permits.csv': csv }))
  expect(dataset).toMatchObject({
    name: 'permits',
    kind: 'file',
    key: ['id'],
    columns: [
      { name: 'id', type: { name: 'text' }, nullable: false },
      { name: 'name', nullable: true },
      { name: 'day' },
    ],
    definition: { files: 'permits.csv', format: 'csv', charset: 'UTF-8', key: ['id'] },
  })
  expect(dataset?.refusal).toBeUndefined()
})

test('only what no dataset is defined for is drafted, and names do not clash', async () => {
  const store = storeOf({
    'permits-20261121.csv': csv,
    'permits-20261122.csv': csv,
    'old/permits.csv': csv,
    'fines.csv': csv,
  })
  const defined = { fines: { files: 'permits-{yyyyMMdd}.csv' } }
  const drafted = await described(store, defined)
  expect(drafted.map(({ name, definition }) => [name, definition?.['files']])).toEqual([
    ['fines-2', 'fines.csv'],
    ['permits', 'old/permits.csv'],
  ])
})

test('columns without a name of their own are left out and counted', async () => {
  const text = 'id,name,,note,note\n1,a,x,5,5\n2,b,y,6,6\n3,c,z,7,7\n'
  const [dataset] = await described(storeOf({ 'a.csv': text }))
  expect(dataset?.refusal).toBeUndefined()
  expect(dataset?.columns.map(({ name }) => name)).toEqual(['id', 'name'])
  expect(dataset?.doubts?.find(({ entry }) => entry === 'columns')?.text.en).toMatch(/^3 columns/)
})

test('where no name is that of a key, the columns that are unique are told', async () => {
  const text = Array.from({ length: 20 }, (_each, index) => `${100 + index},x,${index % 3}`).join('\n')
  const [dataset] = await described(storeOf({ 'a.csv': text }))
  expect(dataset?.key).toEqual([])
  expect(dataset?.doubts?.map((each) => each.text.en).join()).toContain('unique in the sample: column1. If')
})

test('parts, flags and what belongs to others are left out', async () => {
  const left = ['a.csv.part', '.b.csv', '~$c.xlsx', 'd.csv.md5', 'e.ok', 'f.tmp', 'x.dbt']
  expect(await described(storeOf(Object.fromEntries(left.map((name) => [name, csv]))))).toEqual([])
})

test('the newest file is looked at, an empty one is passed over', async () => {
  const other = csv.replaceAll(',', ';')
  const [dataset] = await described(storeOf({ 'a-1.csv': csv, 'a-2.csv': other, 'a-10.csv': '' }))
  expect(dataset?.definition).toMatchObject({ files: 'a-*.csv', separator: ';' })
})

test('a file that still grows is told, and the others are drafted', async () => {
  const drafted = await described(storeOf({ 'a.csv': csv, 'b.csv': csv }, ['b.csv']))
  expect(drafted.map(({ name }) => name)).toEqual(['a', 'b.csv'])
  expect(refusals(drafted)).toEqual([['b.csv', 'FILE_GROWING']])
}, 10_000)

test('signed batches are drafted from what their manifest says', async () => {
  const manifest = {
    berth: 1,
    system: 'civil.marriage',
    resource: 'marriage',
    file: 'marriage-000001.ndjson',
    format: 'ndjson',
    sequence: 1,
    schema: [
      { item: 'id', type: 'integer' },
      { item: 'amount', type: 'decimal(12,2)' },
    ],
  }
  const [dataset] = await described(
    storeOf({
      'marriage-000001.ndjson': '{"id":1,"amount":"1.50"}\n',
      'marriage-000001.ndjson.manifest.json': JSON.stringify(manifest),
    }),
  )
  expect(dataset).toMatchObject({
    name: 'marriage',
    columns: [
      { name: 'id', type: { name: 'integer' } },
      { name: 'amount', type: { name: 'decimal', scale: 2 } },
    ],
    definition: {
      format: 'json-lines',
      batches: { system: 'civil.marriage', resource: 'marriage', keys: 'civil.marriage.jwks' },
    },
  })
  expect(fileDataset('marriage', dataset?.definition).batches?.first).toBe(1)
})

test.each([
  ['xml', 'xml'],
  ['txt', 'fixed-width'],
  ['xlsx', 'xlsx'],
  ['dbf', 'dbf'],
])('signed batches with .%s are drafted so that they can be read', async (extension, format) => {
  const file = `marriage-000001.${extension}`
  const schema = [{ item: 'id', type: 'integer' }]
  const manifest = { berth: 1, system: 'civil.marriage', resource: 'marriage', file, format, sequence: 1, schema }
  const [dataset] = await described(storeOf({ [file]: '1', [`${file}.manifest.json`]: JSON.stringify(manifest) }))
  expect(dataset?.columns).toMatchObject([{ name: 'id', type: { name: 'integer' } }])
  expect(fileDataset('marriage', dataset?.definition).batches?.system).toBe('civil.marriage')
})

test.each([
  ['not JSON', '{'],
  ['of a format that is none', JSON.stringify({ system: 'a', resource: 'r', format: 'toString', schema: [] })],
  [
    'a system that would be a path',
    JSON.stringify({ system: '../../etc/x', resource: 'r', format: 'csv', schema: [] }),
  ],
  ['null', 'null'],
])('a manifest that is %s is told', async (_name, text) => {
  const store = storeOf({ 'm-1.csv': csv, 'm-1.csv.manifest.json': text })
  expect(refusals(await described(store))).toEqual([['m-1.csv', 'BATCH_MANIFEST_INVALID']])
})

test('hostile and foreign files are told one by one', async () => {
  const noise = Buffer.from(Array.from({ length: 5_000 }, (_each, index) => (index * 151 + (index >> 3)) % 256))
  const store = storeOf({
    'a.csv': csv,
    'b.pdf': '%PDF-1.7\n%abc',
    'c.bin': noise,
    'd.csv': fixtureBytes('archives/members.csv.gz'),
    'e.txt': `${'x'.repeat(3_000_000)}\n`,
    'f.zip': fixtureBytes('archives/upwards.zip').subarray(0, 60),
    'g.csv': `a,b\n1,"${'y'.repeat(2_000_000)}`,
    'h.json': '[{"a":1}]',
    'i.csv': '',
    'j.csv': '"'.repeat(100_000),
    'k.csv': `${','.repeat(5_000)}\n`.repeat(3),
    'l.csv': Buffer.from([0xff, 0xfe, 0x00, 0x00, 0x41, 0, 0, 0]),
  })
  const drafted = await described(store)
  expect(drafted.filter(({ refusal }) => refusal === undefined).map(({ name }) => name)).toEqual(['a'])
  expect(refusals(drafted)).toHaveLength(11)
  for (const { refusal } of drafted) expect(refusal?.code).not.toBe('INTERNAL')
})

test('ten thousand files at most, and two hundred sets', async () => {
  const many = Object.fromEntries(Array.from({ length: 10_050 }, (_each, index) => [`a-${index}.csv`, csv]))
  expect(refusals(await described(storeOf(many)))).toEqual([['*', 'FILE_SET_TOO_LARGE']])
  const word = (index: number): string => String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26))
  const sets = Object.fromEntries(Array.from({ length: 210 }, (_each, index) => [`set${word(index)}.csv`, csv]))
  const drafted = await described(storeOf(sets))
  expect(drafted).toHaveLength(201)
  expect(refusals(drafted)).toEqual([['*', 'FILE_SET_TOO_LARGE']])
}, 30_000)
