import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type DockedFolder, dockedFolder, named, readAll } from './docked-folder.ts'
import { storedZip } from './stored-zip.ts'

let folder: DockedFolder
beforeEach(() => {
  folder = dockedFolder()
})
afterEach(() => folder[Symbol.dispose]())

const permits = { files: 'permits-*.csv', columns: { id: {}, name: {} }, key: ['id'] }
const columns = named('id', 'name')
const log = { dataset: 'permits', columns, by: { kind: 'log', key: ['id'] } } as const

function csv(...records: readonly string[]): string {
  return ['id,name', ...records].map((line) => `${line}\r\n`).join('')
}

describe('files that are still being written', () => {
  test('are left alone by name, and by the time they were written', async () => {
    folder.put('permits-1.csv', csv('1,a'))
    folder.put('permits-2.csv', csv('2,b'), 100)
    folder.put('permits-3.csv.part', csv('3,c'))
    folder.put('permits-4.csv', csv('4,d'), -1000)
    await using session = await folder.open({ permits: { ...permits, settledMs: 1500 } })
    const first = await readAll(session.changes(log))
    // The one from the future was looked at twice, and has not changed.
    expect(first.rows.map(([id]) => id)).toEqual(['1', '4'])
    await new Promise((resolve) => setTimeout(resolve, 1600))
    const second = await readAll(session.changes({ ...log, after: first.cursors.at(-1) ?? '' }))
    expect(second.rows.map(([id]) => id)).toEqual(['2'])
  })

  test('one that grows while it is read is told, and nothing is taken for its end', async () => {
    const records = Array.from({ length: 5000 }, (_, index) => `${index},${'x'.repeat(50)}`)
    folder.put('permits-1.csv', csv(...records))
    await using session = await folder.open({ permits })
    const reading = async function* (): AsyncIterable<{ rows: (string | null)[][] }> {
      let batches = 0
      for await (const batch of session.scan({ dataset: 'permits', columns, batchRows: 100 })) {
        if (++batches === 2) appendFileSync(path.join(folder.path, 'permits-1.csv'), '9999,late\r\n')
        yield batch as { rows: (string | null)[][] }
      }
    }
    expect((await readAll(reading())).error).toMatchObject({ code: 'FILE_GROWING' })
  })
})

describe('a set of files', () => {
  test('without any file is an error for a read, and no file yet for a log', async () => {
    await using session = await folder.open({ permits })
    expect((await readAll(session.scan({ dataset: 'permits', columns, key: ['id'] }))).error?.code).toBe(
      'FILE_SET_EMPTY',
    )
    expect(await readAll(session.changes(log))).toMatchObject({ rows: [], cursors: [] })
    await expect(
      session.lookup({ dataset: 'permits', columns, by: ['id'], keys: [['1']], limit: 1 }),
    ).rejects.toMatchObject({
      code: 'FILE_SET_EMPTY',
    })
  })

  test('may have no more files than the docking says', async () => {
    using small = dockedFolder({ maxFiles: 3 })
    for (let index = 0; index < 4; index++) small.put(`permits-${index}.csv`, csv(`${index},a`))
    await using session = await small.open({ permits })
    expect((await readAll(session.changes(log))).error).toMatchObject({
      code: 'FILE_SET_TOO_LARGE',
      details: { maximum: 3 },
    })
  })

  test('is read in the order of dates, in folders too', async () => {
    folder.put('20261124/permits.csv', csv('2,b'))
    folder.put('20261123/permits.csv', csv('1,a'))
    folder.put('20261125/permits.csv', csv('3,c'))
    folder.put('old/permits.csv', csv('9,z'))
    await using session = await folder.open({ permits: { ...permits, files: '{yyyyMMdd}/permits.csv' } })
    const { rows } = await readAll(session.scan({ dataset: 'permits', columns, batchRows: 2 }))
    expect(rows.map(([id]) => id)).toEqual(['1', '2', '3'])
  })

  test('packed with gzip and zip is read as what is in it', async () => {
    folder.put('permits-1.csv.gz', gzipSync(csv('1,a')))
    await using gzip = await folder.open({ permits: { ...permits, files: 'permits-*.csv.gz' } })
    expect((await readAll(gzip.scan({ dataset: 'permits', columns, key: ['id'] }))).rows).toEqual([['1', 'a']])
    const inside = ['b-10.csv', 'b-2.csv', 'notes.txt'].map((name) => [name, csv(`${name},x`)])
    folder.put('permits.zip', storedZip(Object.fromEntries(inside)))
    const definition = { ...permits, files: 'permits.zip', entries: '*.csv', settledMs: 0 }
    await using zip = await folder.open({ permits: definition })
    const all = await readAll(zip.changes({ ...log, batchRows: 1 }))
    expect(all.rows.map(([id]) => id)).toEqual(['b-2.csv', 'b-10.csv'])
    const rest = await readAll(zip.changes({ ...log, after: all.cursors[0] ?? '' }))
    expect(rest.rows.map(([id]) => id)).toEqual(['b-10.csv'])
    await using none = await folder.open({ permits: { ...definition, entries: 'c-*.csv' } })
    expect((await readAll(none.scan({ dataset: 'permits', columns }))).error).toMatchObject({
      code: 'FILE_PART_MISSING',
      details: { file: 'permits.zip', part: 'c-*.csv' },
    })
  })

  test('of which the newest counts is that file alone', async () => {
    folder.put('permits-20261122.csv', csv('1,a', '2,b'))
    folder.put('permits-20261123.csv', csv('2,c'))
    await using session = await folder.open({
      permits: { ...permits, files: 'permits-{yyyyMMdd}.csv', contents: 'newest' },
    })
    const scan = { dataset: 'permits', columns, key: ['id'] }
    expect((await readAll(session.scan(scan))).rows).toEqual([['2', 'c']])
    folder.put('permits-20261124.csv', csv('3,d'))
    expect((await readAll(session.scan(scan))).rows).toEqual([['3', 'd']])
  })
})

describe('files as a log', () => {
  test('tell what changed, each key once in a batch, deletes with the key alone', async () => {
    const definition = { ...permits, contents: 'changes', change: { column: '操作', deletes: ['删'] } }
    folder.put('permits-1.csv', '操作,id,name\r\n增,1,a\r\n增,2,b\r\n改,1,c\r\n')
    folder.put('permits-2.csv', '操作,id,name\r\n删,2,gone\r\n增,3,d\r\n增,,e\r\n')
    await using session = await folder.open({ permits: definition })
    const told = await readAll(session.changes(log))
    expect(told.rows).toEqual([
      ['1', 'c'],
      ['2', null],
      ['3', 'd'],
    ])
    expect(told.kinds).toEqual(['upsert', 'delete', 'upsert'])
    expect(told.unreadable).toEqual(['4 VALUE_MISSING'])
    expect((await readAll(session.scan({ dataset: 'permits', columns, key: ['id'] }))).rows).toEqual([
      ['1', 'c'],
      ['3', 'd'],
    ])
  })

  test('that arrive late are read when they are there', async () => {
    folder.put('permits-2.csv', csv('2,b'))
    await using session = await folder.open({ permits })
    const after = (await readAll(session.changes(log))).cursors.at(-1) ?? ''
    folder.put('permits-1.csv', csv('1,a'))
    expect((await readAll(session.changes({ ...log, after }))).rows).toEqual([['1', 'a']])
  })

  test('that were read and taken away are no loss, and one that was read in part is', async () => {
    folder.put('permits-1.csv', csv('1,a', '2,b', '3,c'))
    folder.put('permits-2.csv', csv('4,d'))
    await using session = await folder.open({ permits })
    const { cursors } = await readAll(session.changes({ ...log, batchRows: 2 }))
    const [partly = '', fully = ''] = cursors
    folder.remove('permits-1.csv')
    expect(await readAll(session.changes({ ...log, after: fully }))).toMatchObject({ rows: [] })
    expect((await readAll(session.changes({ ...log, after: partly }))).error).toMatchObject({ code: 'CURSOR_EXPIRED' })
  })

  test('that are rewritten after they were read are an error that says so, while they are read they begin anew', async () => {
    folder.put('permits-1.csv', csv('1,a', '2,b', '3,c'))
    await using session = await folder.open({ permits })
    const { cursors } = await readAll(session.changes({ ...log, batchRows: 2 }))
    folder.put('permits-1.csv', csv('1,aa', '2,b', '3,c'))
    const [partly = '', fully = ''] = cursors
    expect((await readAll(session.changes({ ...log, after: partly }))).rows).toHaveLength(3)
    expect((await readAll(session.changes({ ...log, after: fully }))).error).toMatchObject({
      code: 'FILE_REWRITTEN',
      details: { file: 'permits-1.csv' },
    })
    // While it is being written again, it is not taken for gone.
    folder.put('permits-1.csv', csv('1,aaaa'), 0)
    expect((await readAll(session.changes({ ...log, after: partly }))).error?.code).toBe('FILE_GROWING')
    expect(await readAll(session.changes({ ...log, after: fully }))).toMatchObject({ rows: [] })
  })

  test('that break are told, and what came before them is', async () => {
    folder.put('permits-1.csv', csv('1,a'))
    folder.put('permits-2.csv', 'id,name\r\n"2,never closed\r\n')
    await using session = await folder.open({ permits })
    const { rows, error, cursors } = await readAll(session.changes(log))
    expect([rows, error?.code]).toEqual([[['1', 'a']], 'QUOTE_UNCLOSED'])
    folder.put('permits-2.csv', csv('2,b'))
    expect((await readAll(session.changes({ ...log, after: cursors[0] ?? '' }))).rows).toEqual([['2', 'b']])
  })

  test('of thousands of names leave a cursor that can be kept', async () => {
    for (let index = 0; index < 2000; index++) folder.put(`permits-${index}.csv`, csv(`${index},a`))
    await using session = await folder.open({ permits })
    const { rows, cursors } = await readAll(session.changes(log))
    expect(rows).toHaveLength(2000)
    expect(cursors.at(-1)?.length).toBeLessThan(100_000)
    expect((await readAll(session.changes({ ...log, after: cursors.at(-1) ?? '' }))).rows).toEqual([])
  })
})
