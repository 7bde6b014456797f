import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type DockedFolder, dockedFolder, named, readAll } from './docked-folder.ts'

let folder: DockedFolder
beforeEach(() => {
  folder = dockedFolder()
})
afterEach(() => folder[Symbol.dispose]())

const columns = named('id', 'fee')
const permits = { files: 'permits-*.csv', columns: { id: 'text(18)', fee: 'decimal(12,2)' }, key: ['id'] }
const scan = { dataset: 'permits', columns, key: ['id'] } as const

describe('records of files', () => {
  test('with one key are all given, and none is lost between two batches', async () => {
    folder.put('permits-1.csv', 'id,fee\n2,1\n1,1\n2,2\n')
    folder.put('permits-2.csv', 'id,fee\n2,3\n3,1\n')
    await using session = await folder.open({ permits })
    for (const batchRows of [1, 2, 3]) {
      const { rows, cursors } = await readAll(session.scan({ ...scan, batchRows }))
      const expected = [
        ['1', '1'],
        ['2', '1'],
        ['2', '2'],
        ['2', '3'],
        ['3', '1'],
      ]
      expect(rows).toEqual(expected)
      for (const [index, after] of cursors.entries()) {
        const rest = await readAll(session.scan({ ...scan, batchRows, after }))
        expect(rest.rows).toEqual(expected.slice((index + 1) * batchRows))
      }
    }
  })

  test('go on in the right place when a file came between two reads', async () => {
    folder.put('permits-1.csv', 'id,fee\n1,1\n3,1\n5,1\n')
    await using session = await folder.open({ permits })
    const [after = ''] = (await readAll(session.scan({ ...scan, batchRows: 2 }))).cursors
    folder.put('permits-0.csv', 'id,fee\n2,1\n4,1\n')
    expect((await readAll(session.scan({ ...scan, after }))).rows.map(([id]) => id)).toEqual(['4', '5'])
  })

  test('that cannot be read keep their place among the others, by their key where it can be read', async () => {
    folder.put('permits-1.csv', 'id,fee\n4,1\n2,x\n3\n1,1\n,1\n5,1\n')
    await using session = await folder.open({ permits })
    const told = await readAll(session.scan({ ...scan, batchRows: 1 }))
    expect(told.rows.map(([id]) => id)).toEqual(['1', '4', '5'])
    expect(told.unreadable).toHaveLength(3)
    expect(told.unreadable.map((one) => one.split(' ')[1]).sort()).toEqual([
      'RECORD_FIELD_COUNT',
      'VALUE_INVALID',
      'VALUE_MISSING',
    ])
    for (const [index, after] of told.cursors.entries()) {
      const rest = await readAll(session.scan({ ...scan, batchRows: 1, after }))
      expect(rest.rows.length + rest.unreadable.length).toBe(5 - index)
    }
    const { answers } = await session.lookup({
      dataset: 'permits',
      columns,
      by: ['id'],
      keys: [['2'], ['4'], ['3']],
      limit: 9,
    })
    expect(answers.map(({ rows, error }) => [rows.length, error?.code])).toEqual([
      [0, 'VALUE_INVALID'],
      [1, undefined],
      [0, undefined],
    ])
  })

  test('whose key is no value of its type end a read by key, and no other', async () => {
    const numbers = { ...permits, columns: { id: 'integer', fee: 'decimal(12,2)' } }
    folder.put('permits-1.csv', 'id,fee\n1,1\nx,1\n3,1\n')
    await using session = await folder.open({ permits: numbers })
    expect((await readAll(session.scan(scan))).error).toMatchObject({
      code: 'VALUE_INVALID',
      details: { column: 'id' },
    })
    const { rows, unreadable } = await readAll(session.scan({ dataset: 'permits', columns }))
    expect([rows.map(([id]) => id), unreadable]).toEqual([[1, 3], ['2 VALUE_INVALID']])
  })

  test('are asked for by any columns, and anew when a file came', async () => {
    folder.put('permits-1.csv', 'id,fee\n1,1.50\n2,1.5\n3,2\n')
    await using session = await folder.open({ permits })
    const ask = { dataset: 'permits', columns: named('id'), by: ['fee'], keys: [['1.50'], [2], ['x']], limit: 1 }
    const { answers } = await session.lookup(ask)
    expect(answers.map(({ rows, more, error }) => [rows, more, error?.code])).toEqual([
      [[['1']], true, undefined],
      [[['3']], false, undefined],
      [[], false, 'VALUE_INVALID'],
    ])
    folder.put('permits-2.csv', 'id,fee\n4,2\n')
    const again = await session.lookup({ ...ask, limit: 5, orderBy: ['id'] })
    expect(again.answers.map(({ rows }) => rows.flat())).toEqual([['1', '2'], ['3', '4'], []])
  })

  test('take the names of the header where no columns are defined', async () => {
    folder.put('permits-1.csv', '许可证号,fee\n007,1\n')
    await using session = await folder.open({ permits: { files: 'permits-*.csv' } })
    const described = await Array.fromAsync(session.describe())
    expect(described).toMatchObject([
      {
        name: 'permits',
        kind: 'file',
        key: [],
        columns: [{ name: '许可证号', type: { name: 'text' } }, { name: 'fee' }],
      },
    ])
    const { rows } = await readAll(session.scan({ dataset: 'permits', columns: named('许可证号') }))
    expect(rows).toEqual([['007']])
  })
})

test('what is staged lies in a private place, and goes with the session', async () => {
  folder.put('permits-1.csv', 'id,fee\n1,1\n')
  using temporary = dockedFolder()
  const { TMPDIR: before } = process.env
  process.env['TMPDIR'] = temporary.path
  try {
    const session = await folder.open({ permits })
    await readAll(session.scan(scan))
    const [stage = '', ...others] = readdirSync(temporary.path)
    expect(others).toEqual([])
    expect(statSync(path.join(temporary.path, stage)).mode & 0o077).toBe(0)
    expect(statSync(path.join(temporary.path, stage, 'stage')).mode & 0o077).toBe(0)
    await session[Symbol.asyncDispose]()
    expect(readdirSync(temporary.path)).toEqual([])
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
})

test('what only later records or older files have is told where no columns are defined, and nothing where they are', async () => {
  const record = (id: number, more = ''): string => `<permit><id>${id}</id>${more}</permit>`
  const records = Array.from({ length: 5000 }, (_, at) => record(at))
  folder.put('permits-1.xml', `<permits>${record(9000, '<fax>1</fax>')}${record(9001)}</permits>`)
  folder.put('permits-2.xml', `<permits>${records.join('')}${record(5000, '<phone>1</phone>')}</permits>`)
  const files = { files: 'permits-*.xml', record: '/permits/permit' }
  await using session = await folder.open({ bare: files, defined: { ...files, columns: { id: {} } } })
  const bare = await readAll(session.scan({ dataset: 'bare', columns: named('id'), key: ['id'] }))
  expect([bare.rows.length, bare.unreadable.map((one) => one.split(' ')[1])]).toEqual([
    5001,
    ['FIELD_UNKNOWN', 'FIELD_UNKNOWN'],
  ])
  const defined = await readAll(session.scan({ dataset: 'defined', columns: named('id') }))
  expect([defined.rows.length, defined.unreadable]).toEqual([5003, []])
})
