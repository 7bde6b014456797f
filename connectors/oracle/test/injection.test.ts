import { expect, test } from 'vitest'
import { BoundCell } from '../src/binds.ts'
import { dialect } from '../src/dialect.ts'
import { bound, columnRow, withTable } from './scripted-driver.ts'

const hostile = [
  `' OR '1'='1`,
  `'; DROP TABLE T; --`,
  '" OR ""="',
  `') UNION SELECT * FROM T --`,
  `'||(SELECT 1 FROM DUAL)||'`,
  ':1',
  '&x',
  '＇ OR 1=1',
  `x'/*`,
]

test('hostile values change no statement: they are bound', async () => {
  const oracle = withTable('T', [
    columnRow('T', 'XM', 'VARCHAR2', { length: 200, characters: 200, used: 'B', charset: 'CHAR_CS' }),
  ])
  await using session = await oracle.open('write')
  const texts = new Set<string>()
  for (const value of hostile) {
    await session.lookup({ dataset: 'T', columns: [{ name: 'XM' }], by: ['XM'], keys: [[value]], limit: 1 })
    texts.add(oracle.texts.at(-1) ?? '')
    expect(bound(oracle.sent.at(-1))).toEqual([['VARCHAR', value]])
  }
  expect(texts.size).toBe(1)
  const fields = [{ name: 'XM', type: { name: 'text' as const } }]
  const rows = hostile.map((value) => [value])
  await session.apply({ dataset: 'T', fields, rows, key: [], mode: 'insert', batch: `b'1`, onReject: 'abort' })
  expect(oracle.many).toMatchObject([{ text: 'INSERT INTO "HY"."T" ("XM") VALUES (:1)', rows }])
  expect(bound(oracle.sent.at(-1))).toEqual([['VARCHAR', `b'1`]])
})

test('hostile names of tables, columns and procedures reach no statement', async () => {
  for (const name of hostile) {
    const oracle = withTable('T', [columnRow('T', 'XM', 'VARCHAR2')])
    await using session = await oracle.open('write')
    const columns = [{ name: 'XM' }]
    await expect(Array.fromAsync(session.scan({ dataset: name, columns }))).rejects.toMatchObject({
      code: 'DATASET_UNKNOWN',
    })
    const other = session.lookup({ dataset: 'T', columns, by: [name], keys: [['x']], limit: 1 })
    await expect(other).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' })
    const called = session.invoke({ operation: name, input: [], output: [], idempotencyKey: 'k' })
    await expect(called).rejects.toMatchObject({ code: 'PROCEDURE_UNKNOWN' })
    expect(oracle.texts.filter((text) => text.includes(name) && name !== ':1')).toEqual([])
  }
})

test('a table and a column may have any name that Oracle takes', async () => {
  for (const name of ['人 员', 'SELECT', `a'b`, 'a;b--']) {
    const oracle = withTable(name, [columnRow(name, name, 'VARCHAR2')])
    await using session = await oracle.open()
    await Array.fromAsync(session.scan({ dataset: name, columns: [{ name }] }))
    expect(oracle.texts.at(-1)).toBe(`SELECT  "${name}" FROM "HY"."${name}" `)
  }
})

test('a table of 300 columns', async () => {
  const names = Array.from({ length: 300 }, (_, at) => `C${at}`)
  const oracle = withTable(
    'T',
    names.map((name) => columnRow('T', name, 'VARCHAR2')),
  ).answer(/FROM "HY"/, { rows: [names] })
  await using session = await oracle.open()
  const [batch] = await Array.fromAsync(session.scan({ dataset: 'T', columns: names.map((name) => ({ name })) }))
  expect(batch?.rows).toEqual([names])
})

test('no line of a script is longer than SQL*Plus reads, and none ends a statement within a value', () => {
  const column = { name: 'X', type: { name: 'text' }, nativeType: 'CLOB', nullable: true } as const
  const texts = ["'".repeat(5000), '中'.repeat(5000), '\n'.repeat(700), `a;\n/\n${'𠮷'.repeat(1000)}`]
  const cells = [
    ...texts,
    ...texts.map((text) => new BoundCell('NCLOB', text)),
    new BoundCell('RAW', new Uint8Array(2000)),
    new BoundCell('BLOB', new Uint8Array(2000)),
  ]
  for (const cell of cells) {
    const lines = (dialect.literal?.(cell, column) ?? '').split('\n')
    expect(lines.length).toBeGreaterThan(1)
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThan(2499)
    expect(lines.filter((line) => /^\s*[/.]?\s*$|;$/.test(line))).toEqual([])
  }
})
