import { BerthError, type InvokeRequest, type InvokeResult } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { maxAnswerRows, type SqlColumn, type SqlProcedures, sqlOperations } from '../src/index.ts'
import { type SqliteLine, sqliteLine } from './sqlite-line.ts'

const { signal } = new AbortController()
let line: SqliteLine
/** What the procedure does, with the first of its arguments. */
let body: (id: unknown) => unknown[][]

beforeEach(() => {
  line = sqliteLine()
  line.database.exec('CREATE TABLE DONE (ID INTEGER)')
  body = (id) => {
    line.database.prepare('INSERT INTO DONE VALUES (?)').run(Number(id))
    return [[Number(id) + 1, 'x', 'never asked for']]
  }
})
afterEach(() => line.database.close())

const column = (name: string, more: Partial<SqlColumn> = {}): SqlColumn => ({
  name,
  type: { name: 'integer' },
  nativeType: 'INTEGER',
  nullable: true,
  ...more,
})
const convert = (raw: unknown): string => {
  if (raw === '!') throw new BerthError('VALUE_INVALID', { type: 'text', length: 1 })
  return String(raw).toUpperCase()
}
const upper = { type: { name: 'text' }, convert } as const
const procedures: SqlProcedures = {
  load: async (operation) =>
    operation === 'P'
      ? {
          name: 'P',
          reference: 'P',
          parameters: [column('ID', { nullable: false }), column('NOTE', { type: { name: 'text', maxLength: 3 } })],
          output: [column('NEXT'), column('WORD', upper), column('MORE')],
        }
      : undefined,
  call: async (_procedure, given) => body(given[0]?.cell),
}

const integer = { name: 'integer' } as const
const request = (changed: Partial<InvokeRequest> = {}): InvokeRequest => ({
  operation: 'P',
  input: [{ name: 'ID', type: integer, value: 7 }],
  output: [
    { name: 'WORD', type: { name: 'text' } },
    { name: 'NEXT', type: integer },
  ],
  idempotencyKey: 'k',
  ...changed,
})
const invoke = (changed: Partial<InvokeRequest> = {}): Promise<InvokeResult> | undefined =>
  sqlOperations({ ...line, procedures }).invoke?.(request(changed), signal)
const done = (): unknown => line.database.prepare('SELECT COUNT(*) AS N FROM DONE').get()?.['N']

test('once for its key: the answer is the outputs asked for, in their order; a second call only says so', async () => {
  expect(await invoke()).toMatchObject({ repeated: false, rows: [['X', 8]] })
  expect(await invoke()).toMatchObject({ repeated: true, rows: [] })
  expect(await invoke({ idempotencyKey: 'other' })).toMatchObject({ repeated: false })
  expect(done()).toBe(2)
})

test('an error inside leaves neither what was done nor the key', async () => {
  const good = body
  body = (id) => {
    good(id)
    throw new BerthError('CONSTRAINT_VIOLATED', { nativeCode: '1' })
  }
  await expect(invoke()).rejects.toMatchObject({ code: 'CONSTRAINT_VIOLATED' })
  expect(done()).toBe(0)
  body = good
  expect(await invoke()).toMatchObject({ repeated: false })
})

test('an answer that cannot be read leaves nothing either', async () => {
  const good = body
  body = (id) => [[good(id)[0]?.[0], '!']]
  await expect(invoke()).rejects.toMatchObject({ code: 'VALUE_INVALID', details: { dataset: 'P', column: 'WORD' } })
  expect(done()).toBe(0)
})

test('one that commits by itself and then fails is unknown, now and whenever it is sent again', async () => {
  const good = body
  body = (id) => {
    good(id)
    line.database.exec('COMMIT; BEGIN')
    throw new BerthError('QUERY_FAILED', { nativeCode: '1' })
  }
  await expect(invoke()).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  body = good
  await expect(invoke()).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  expect(done()).toBe(1)
})

test('one that commits by itself and goes well is done once', async () => {
  const good = body
  body = (id) => {
    const rows = good(id)
    line.database.exec('COMMIT; BEGIN')
    return rows
  }
  expect(await invoke()).toMatchObject({ repeated: false })
  expect(await invoke()).toMatchObject({ repeated: true })
  expect(done()).toBe(1)
})

test.each(['CONNECTION_LOST', 'ABORTED'] as const)('%s in the call or in the commit is unknown', async (code) => {
  const good = body
  body = () => {
    throw new BerthError(code, { call: 'write' })
  }
  await expect(invoke()).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  body = good
  const { commit } = line.connection
  const cut = async (): Promise<void> => {
    await commit(signal)
    throw new BerthError(code, { call: 'commit' })
  }
  const { connection } = line
  line = { ...line, connection: { ...connection, commit: cut } }
  await expect(invoke({ idempotencyKey: 'c' })).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  line = { ...line, connection }
  expect(await invoke({ idempotencyKey: 'c' })).toMatchObject({ repeated: true })
  expect(done()).toBe(1)
})

test.each([
  [{ operation: 'Q' }, 'PROCEDURE_UNKNOWN'],
  [{ input: [{ name: 'id', type: integer, value: 1 }] }, 'COLUMN_UNKNOWN'],
  [{ output: [{ name: 'NOPE', type: integer }] }, 'COLUMN_UNKNOWN'],
  [{ input: [{ name: 'ID', type: integer, value: 'x' }] }, 'VALUE_INVALID'],
  [{ input: [{ name: 'ID', type: integer, value: null }] }, 'VALUE_MISSING'],
  [{ input: [{ name: 'NOTE', type: integer, value: 'long' }] }, 'VALUE_TOO_LONG'],
] as const)('what is asked wrongly is refused before anything is called: %j', async (changed, code) => {
  await expect(invoke(changed)).rejects.toMatchObject({ code })
  expect(done()).toBe(0)
  expect(line.sent.includes('BEGIN')).toBe(false)
})

test('a key of any length and any characters fits the ledger', async () => {
  const long = `申请-${'x'.repeat(5000)}`
  expect(await invoke({ idempotencyKey: long })).toMatchObject({ repeated: false })
  expect(await invoke({ idempotencyKey: long })).toMatchObject({ repeated: true })
  expect(await invoke({ idempotencyKey: `${long}y` })).toMatchObject({ repeated: false })
  const entries = line.database.prepare('SELECT BATCH FROM BERTH_LEDGER').all()
  expect(entries.every(({ BATCH }) => /^[ -~]{1,200}$/.test(String(BATCH)))).toBe(true)
})

test('an answer beyond all bounds is refused, and leaves nothing', async () => {
  const good = body
  const most = Array.from({ length: maxAnswerRows }, () => [1, 'x'])
  body = (id) => [...good(id), ...most]
  await expect(invoke()).rejects.toMatchObject({ code: 'QUERY_FAILED', details: { call: 'P' } })
  expect(done()).toBe(0)
  body = () => most
  expect((await invoke())?.rows).toHaveLength(maxAnswerRows)
})

test('what cannot be called makes no ledger', async () => {
  await expect(invoke({ operation: 'Q' })).rejects.toMatchObject({ code: 'PROCEDURE_UNKNOWN' })
  await expect(invoke({ input: [{ name: 'NO', type: integer, value: 7 }] })).rejects.toMatchObject({
    code: 'COLUMN_UNKNOWN',
  })
  expect(line.sent).toEqual([])
  await invoke()
  expect(line.sent.filter((text) => text.startsWith('CREATE TABLE'))).toHaveLength(1)
})
