import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { dockedFolder, named, readAll } from './docked-folder.ts'
import { storedZip } from './stored-zip.ts'

function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../../packages/files/test/fixtures/excel/${name}`, import.meta.url))
}

const table = `id,name\n${`1,${'a'.repeat(10_000)}\n`.repeat(1_800)}`
const column: Readonly<Record<string, string>> = { xls: '发证日期', xlsx: '发证日期' }

test.each([
  ['a.zip', () => storedZip({ '1.csv': 'id\n1\n', '2.csv': 'id\n2\n' }), { maxArchiveEntries: 1 }],
  ['a.zip', () => storedZip({ '1.csv': 'id\n1\n', '2.csv': 'id\n2\n' }), { maxUnpackedBytes: 9 }],
  ['a.csv.gz', () => gzipSync('id\n1\n'), { maxUnpackedBytes: 4 }],
  ['a.csv.gz', () => gzipSync(table), { maxUnpackedRatio: 100 }],
  ['a.xlsx', () => fixture('libreoffice.xlsx'), { maxUnpackedBytes: 1000 }],
  ['a.xlsx', () => fixture('libreoffice.xlsx'), { maxSharedTextBytes: 100 }],
  ['a.xls', () => fixture('libreoffice.xls'), { maxXlsBytes: 4000 }],
])('%s: an option holds, and with as much as it takes it is read', async (name, bytes, limits) => {
  const [limit = '', maximum] = Object.entries(limits)[0] ?? []
  const content = bytes()
  const extension = name.slice(name.lastIndexOf('.') + 1)
  const files = { table: { files: name, ...(name.endsWith('.zip') ? { format: 'csv' } : {}) } }
  const request = { dataset: 'table', columns: named(column[extension] ?? 'id') }
  {
    using folder = dockedFolder(limits)
    folder.put(name, content)
    await using session = await folder.open(files)
    const { rows, error } = await readAll(session.scan(request))
    expect([rows.length, error?.code, error?.details['limit'], error?.details['maximum']]).toEqual([
      limit === 'maxUnpackedRatio' ? rows.length : 0,
      'FILE_LIMIT_EXCEEDED',
      limit,
      maximum,
    ])
  }
  using folder = dockedFolder({ [limit]: limit === 'maxUnpackedRatio' ? 10_000 : content.length * 1000 })
  folder.put(name, content)
  await using session = await folder.open(files)
  const { rows, error } = await readAll(session.scan(request))
  expect(error).toBeUndefined()
  expect(rows.length).toBeGreaterThan(0)
})
