import type { Field, InvokeRequest, InvokeResult } from '@berth/core'
import { expect, test } from 'vitest'
import { loadDriver } from '../src/driver.ts'
import { argumentRow, bound, ScriptedOracle } from './scripted-driver.ts'

type Place = readonly [owner: string, name: string, packageName: string | null, overload: string | null]

const sq: Place = ['HY', 'SP_SQ', null, null]
const pkg: Place = ['OTHER', 'F', 'PKG', null]
const first: Place = ['HY', 'SP_LC', null, '1']
const second: Place = ['HY', 'SP_LC', null, '2']

function oracle(): ScriptedOracle {
  const procedures: Readonly<Record<string, unknown[][]>> = {
    'HY/SP_SQ': [
      argumentRow(sq, 1, 'P_ID', 'IN', 'NUMBER'),
      argumentRow(sq, 2, 'P_RQ', 'IN/OUT', 'DATE'),
      argumentRow(sq, 3, 'P_JE', 'OUT', 'NUMBER'),
      argumentRow(sq, 4, 'P_BZ', 'IN', 'VARCHAR2'),
    ],
    'OTHER/F': [argumentRow(pkg, 0, null, 'OUT', 'VARCHAR2'), argumentRow(pkg, 1, 'P_OK', 'IN', 'PL/SQL BOOLEAN')],
    'HY/SP_LC': [
      argumentRow(first, 1, 'A', 'IN', 'NUMBER'),
      argumentRow(second, 1, 'P_RC', 'OUT', 'REF CURSOR'),
      argumentRow(second, 2, 'B', 'IN', 'NUMBER'),
    ],
  }
  return new ScriptedOracle()
    .answer(/FROM ALL_PROCEDURES P/, ({ binds }) => ({ rows: procedures[`${binds[0]?.val}/${binds[1]?.val}`] ?? [] }))
    .answer(/USER_OBJECTS/, { rows: [['1']] })
}

const text = { name: 'text' } as const
async function invoke(script: ScriptedOracle, changed: Partial<InvokeRequest>): Promise<InvokeResult> {
  await using session = await script.open('write')
  return await session.invoke({ operation: 'SP_SQ', input: [], output: [], idempotencyKey: 'k1', ...changed })
}
const outputs = (...names: string[]): Field[] => names.map((name) => ({ name, type: text }))

test('a procedure is called by the names of its arguments; outputs are printed by the server, for the driver rounds them', async () => {
  const script = oracle().answer(/^DECLARE/, { outBinds: [' 2024-03-01T00:00:00', '.12345678901234567890'] })
  const { rows, fields } = await invoke(script, {
    input: [
      { name: 'P_ID', type: { name: 'decimal' }, value: '9007199254740993' },
      { name: 'P_RQ', type: { name: 'datetime' }, value: '2024-02-29T00:00:00' },
    ],
    output: outputs('P_JE', 'P_RQ'),
  })
  expect(rows).toEqual([['0.12345678901234567890', '2024-03-01T00:00:00']])
  expect(fields.map(({ type }) => type.name)).toEqual(['decimal', 'datetime'])
  const call = script.sent.find(({ text: told }) => told.startsWith('DECLARE'))
  expect(call?.text.split('\n')).toEqual([
    'DECLARE',
    `  V1 DATE := TO_DATE(:1, 'YYYY-MM-DD"T"HH24:MI:SS');`,
    '  V2 NUMBER;',
    'BEGIN',
    '  "HY"."SP_SQ"("P_ID" => TO_NUMBER(:2), "P_RQ" => V1, "P_JE" => V2);',
    `  :3 := TO_CHAR(V1, 'SYYYY-MM-DD"T"HH24:MI:SS');`,
    "  :4 := TO_CHAR(V2, 'TM9');",
    'END;',
  ])
  expect(bound(call)).toEqual([
    ['VARCHAR', '2024-02-29T00:00:00'],
    ['VARCHAR', '9007199254740993'],
    ['VARCHAR', undefined],
    ['VARCHAR', undefined],
  ])
})

test('a function in a package of another owner', async () => {
  const script = oracle().answer(/^DECLARE/, { outBinds: ['好'] })
  const input = [{ name: 'P_OK', type: { name: 'boolean' as const }, value: true }]
  const { rows } = await invoke(script, { operation: 'OTHER.PKG.F', input, output: outputs('RETURN_VALUE') })
  expect(rows).toEqual([['好']])
  const call = script.sent.find(({ text: told }) => told.startsWith('DECLARE'))
  expect(call?.text).toBe(
    `DECLARE\n  V1 VARCHAR2(32767);\nBEGIN\n  V1 := "OTHER"."PKG"."F"("P_OK" => (:1 = '1'));\n  :2 := V1;\nEND;`,
  )
  expect(bound(call)[0]).toEqual(['VARCHAR', '1'])
})

test('overloads have numbers, and a cursor answers with the columns that it has', async () => {
  const driver = await loadDriver()
  const script = oracle()
  const cursor = script.rows(
    driver,
    [
      ['.5', '张三'],
      ['2', null],
    ],
    ['DB_TYPE_NUMBER', 'DB_TYPE_VARCHAR'],
  )
  script.answer(/SYS_REFCURSOR/, { outBinds: [cursor] })
  const input = [{ name: 'B', type: { name: 'decimal' as const }, value: '1' }]
  const { rows } = await invoke(script, { operation: 'SP_LC#2', input, output: outputs('C1', 'C0') })
  expect(rows).toEqual([
    ['张三', '0.5'],
    [null, '2'],
  ])
  expect(script.sent.find(({ text: told }) => told.startsWith('DECLARE'))?.text).toBe(
    'DECLARE\n  V1 SYS_REFCURSOR;\nBEGIN\n  "HY"."SP_LC"("P_RC" => V1, "B" => TO_NUMBER(:1));\n  :2 := V1;\nEND;',
  )
  expect(script.calls).toContain('close rows')
  await expect(invoke(oracle(), { operation: 'SP_LC' })).rejects.toMatchObject({ code: 'PROCEDURE_UNKNOWN' })
})

test('times in a cursor, which the driver would round, are refused', async () => {
  const driver = await loadDriver()
  const script = oracle()
  const cursor = script.rows(driver, [[new Date(0)]], ['DB_TYPE_NUMBER'])
  const metaData = [{ name: 'RQ', dbType: { name: 'DB_TYPE_DATE' } }]
  script.answer(/SYS_REFCURSOR/, { outBinds: [{ ...cursor, metaData }] })
  await expect(invoke(script, { operation: 'SP_LC#2', output: outputs('RQ') })).rejects.toMatchObject({
    code: 'NOT_SUPPORTED',
  })
  expect(script.calls).toContain('rollback')
})

test('entries before and behind the call tell whether it was done', async () => {
  const script = oracle().answer(/^DECLARE/, { outBinds: [null, null] })
  await invoke(script, {})
  const entries = script.sent
    .filter(({ text: told }) => told.startsWith('INSERT INTO "BERTH_LEDGER"'))
    .map(({ binds }) => binds[0]?.val)
  expect(entries).toEqual(['call:k1', 'done:k1'])
  expect(script.calls).toContain('commit')
})

test('a trigger that says no is no guess', async () => {
  const script = oracle().answer(/^DECLARE/, { error: { code: 'ORA-20001', message: 'ORA-20001: canary' } })
  const failed = invoke(script, {})
  await expect(failed).rejects.toMatchObject({ code: 'CONSTRAINT_VIOLATED', details: { nativeCode: 'ORA-20001' } })
  expect(JSON.stringify(await failed.catch((error: unknown) => error))).not.toContain('canary')
})

test.each([
  ['no such procedure', { operation: 'SP_NONE' }, 'PROCEDURE_UNKNOWN'],
  ['a parameter that it does not have', { input: [{ name: 'X', type: text, value: 'x' }] }, 'COLUMN_UNKNOWN'],
  ['an output that it does not have', { output: outputs('P_ID') }, 'COLUMN_UNKNOWN'],
])('%s', async (_, changed, code) => {
  await expect(invoke(oracle(), changed)).rejects.toMatchObject({ code })
})
