import type { Dataset } from '@berth/core'
import { expect, test } from 'vitest'
import { manifest } from '../src/index.ts'
import { argumentRow, bound, columnRow, ScriptedOracle } from './scripted-driver.ts'

const id = { precision: 10, scale: 0, nullable: 'N' } as const
const text = { length: 60, characters: 30, used: 'C', charset: 'CHAR_CS' } as const
const comment = (row: unknown[], told: string): unknown[] => row.with(3, told)
const owned = (row: unknown[], owner: string): unknown[] => row.with(0, owner)

/** Rows in the order of the questions; the arguments as ALL_ARGUMENTS has them. */
function oracle(): ScriptedOracle {
  return new ScriptedOracle()
    .answer(/FROM ALL_TABLES T/, {
      rows: [
        ['HY', 'BERTH_LEDGER', 'table', null, null],
        ['HY', 'T_HYDJ', 'table', '120345', '婚姻登记'],
        ['HY', 'V_HYDJ', 'view', null, null],
        ['OTHER', '人 员', 'table', null, null],
      ],
    })
    .answer(/FROM ALL_TAB_COLS C/, {
      rows: [
        comment(columnRow('T_HYDJ', 'ID', 'NUMBER', id), '登记编号'),
        comment(columnRow('T_HYDJ', 'XM', 'VARCHAR2', text), '姓名'),
        columnRow('V_HYDJ', 'RQ', 'DATE'),
        owned(columnRow('人 员', 'ID', 'NUMBER', id), 'OTHER'),
      ],
    })
    .answer(/FROM ALL_CONSTRAINTS K/, { rows: [['HY', 'T_HYDJ', 'ID']] })
    .answer(/FROM ALL_SYNONYMS S/, {
      rows: [
        ['PUBLIC', 'RY', 'OTHER', '人 员'],
        ['PUBLIC', 'T_HYDJ', 'OTHER', '人 员'],
        ['HY', 'WORK', 'HY', 'T_HYDJ'],
        ['STRANGER', 'WORK2', 'HY', 'T_HYDJ'],
      ],
    })
    .answer(/FROM ALL_PROCEDURES P/, {
      rows: [
        argumentRow(['HY', 'SP_SQ', null, null], 1, 'P_ID', 'IN', 'NUMBER'),
        argumentRow(['HY', 'SP_SQ', null, null], 2, 'P_BH', 'OUT', 'VARCHAR2'),
        argumentRow(['HY', 'SP_NOTHING', null, null], null, null, null, null),
        argumentRow(['HY', 'F', 'PKG', '1'], 0, null, 'OUT', 'NUMBER'),
        argumentRow(['HY', 'F', 'PKG', '2'], 0, null, 'OUT', 'NUMBER'),
        argumentRow(['HY', 'F', 'PKG', '2'], 1, 'P_RQ', 'IN/OUT', 'DATE'),
      ],
    })
}

async function described(names?: readonly string[]): Promise<Dataset[]> {
  await using session = await oracle().open()
  return await Array.fromAsync(session.describe(names === undefined ? {} : { names }))
}

test('tables, views, synonyms and procedures with comments, keys and row counts, in the order of their names', async () => {
  const told = await described()
  expect(told.map(({ name, kind }) => [name, kind])).toEqual([
    ['OTHER.人 员', 'table'],
    ['PKG.F#1', 'procedure'],
    ['PKG.F#2', 'procedure'],
    ['RY', 'synonym'],
    ['SP_NOTHING', 'procedure'],
    ['SP_SQ', 'procedure'],
    ['T_HYDJ', 'table'],
    ['V_HYDJ', 'view'],
    ['WORK', 'synonym'],
  ])
  expect(told.find(({ name }) => name === 'T_HYDJ')).toEqual({
    name: 'T_HYDJ',
    kind: 'table',
    comment: '婚姻登记',
    rowCount: 120345,
    key: ['ID'],
    columns: [
      { name: 'ID', nativeType: 'NUMBER(10)', type: { name: 'int64' }, nullable: false, comment: '登记编号' },
      {
        name: 'XM',
        nativeType: 'VARCHAR2(30 CHAR)',
        type: { name: 'text', maxLength: 30 },
        nullable: true,
        charset: 'AL32UTF8',
        comment: '姓名',
      },
    ],
  })
  expect(told.find(({ name }) => name === 'WORK')).toMatchObject({ kind: 'synonym', key: ['ID'], comment: '婚姻登记' })
  const { parameters, columns } = told.find(({ name }) => name === 'PKG.F#2') ?? {}
  expect(parameters?.map(({ name, type }) => [name, type.name])).toEqual([['P_RQ', 'datetime']])
  expect(columns?.map(({ name, type }) => [name, type.name])).toEqual([
    ['RETURN_VALUE', 'decimal'],
    ['P_RQ', 'datetime'],
  ])
})

test('only the datasets asked for', async () => {
  expect((await described(['WORK', 'NOWHERE'])).map(({ name }) => name)).toEqual(['WORK'])
})

test('what the manifest says is asked is what is asked, and it reads no table of the department', async () => {
  const script = oracle()
  await using session = await script.open()
  await Array.fromAsync(session.describe())
  expect(script.texts).toEqual(manifest.capabilities.describe?.asks)
  const sources = script.texts.flatMap((told) => [...told.matchAll(/(?:FROM|JOIN) (\w+)/g)].map((match) => match[1]))
  expect(new Set(sources)).toEqual(
    new Set([
      'ALL_TABLES',
      'ALL_VIEWS',
      'ALL_TAB_COMMENTS',
      'ALL_TAB_COLS',
      'ALL_COL_COMMENTS',
      'ALL_CONSTRAINTS',
      'ALL_CONS_COLUMNS',
      'ALL_SYNONYMS',
      'ALL_PROCEDURES',
      'ALL_ARGUMENTS',
    ]),
  )
})

test('a table of another owner, and a synonym, are found where they are; names are bound', async () => {
  const hostile = `T' OR '1'='1`
  const script = new ScriptedOracle()
    .answer(/FROM ALL_TAB_COLS C/, ({ binds }) => ({
      rows:
        binds[0]?.val === 'OTHER' && binds[1]?.val === '人 员'
          ? [owned(columnRow('人 员', 'ID', 'NUMBER', id), 'OTHER')]
          : [],
    }))
    .answer(/FROM ALL_SYNONYMS S/, ({ binds }) => ({
      rows: binds[1]?.val === 'RY' ? [['PUBLIC', 'RY', 'OTHER', '人 员']] : [],
    }))
  await using session = await script.open()
  for (const dataset of ['OTHER.人 员', 'RY']) {
    await Array.fromAsync(session.scan({ dataset, columns: [{ name: 'ID' }] }))
    expect(script.texts.at(-1)).toContain('FROM "OTHER"."人 员"')
  }
  const unknown = Array.fromAsync(session.scan({ dataset: hostile, columns: [{ name: 'ID' }] }))
  await expect(unknown).rejects.toMatchObject({ code: 'DATASET_UNKNOWN' })
  expect(bound(script.sent.at(-1))).toEqual([
    ['VARCHAR', 'HY'],
    ['VARCHAR', hostile],
  ])
  expect(script.texts.join()).not.toContain(hostile)
  await expect(Array.fromAsync(session.scan({ dataset: 'RY', columns: [{ name: `"` }] }))).rejects.toMatchObject({
    code: 'COLUMN_UNKNOWN',
  })
})

test('comments of a database that does not know its charset come as bytes', async () => {
  const script = new ScriptedOracle().answer(/FROM ALL_TABLES T/, {
    rows: [['HY', 'T', 'table', null, Buffer.from([0xbb, 0xe9, 0xd2, 0xf6])]],
  })
  await using session = await script.open('read', { charset: 'GBK' })
  expect(await Array.fromAsync(session.describe())).toMatchObject([{ name: 'T', comment: '婚姻' }])
  expect(script.texts[0]).toContain('UTL_RAW.CAST_TO_RAW(SUBSTRB(D.COMMENTS, 1, 2000))')
})
