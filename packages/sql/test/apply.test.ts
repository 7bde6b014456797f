import { type ApplyRequest, BerthError, type ErrorCode } from '@berth/core'
import { expect, test } from 'vitest'
import { type SqlConnection, type SqlTable, sqlOperations } from '../src/index.ts'
import { dialect } from './step-dialect.ts'

const table: SqlTable = {
  name: 'T',
  reference: 'T',
  columns: [{ name: 'id', type: { name: 'integer' }, nativeType: 'INT', nullable: false }],
}
const request: ApplyRequest = {
  dataset: 'T',
  fields: [{ name: 'id', type: { name: 'integer' } }],
  rows: [[1], [2], [3]],
  key: ['id'],
  mode: 'insert',
  batch: 'b1',
  onReject: 'abort',
}

/** A line that writes down what passes over it and fails where it is told to. */
function line(
  failing: Partial<Record<string, ErrorCode>>,
  ledgerThere = true,
): { log: string[]; connection: SqlConnection } {
  const log: string[] = []
  const pass = async (step: string): Promise<void> => {
    log.push(step)
    const code = failing[step]
    if (code !== undefined) throw new BerthError(code, { nativeCode: '7' })
  }
  const connection: SqlConnection = {
    query: async (text) => {
      await pass(text)
      return text === 'exists' && ledgerThere ? [[1]] : []
    },
    async *stream() {},
    execute: async (text) => await pass(text),
    begin: async () => await pass('begin'),
    commit: async () => await pass('commit'),
    rollback: async () => await pass('rollback'),
  }
  return { log, connection }
}

async function outcome(failing: Partial<Record<string, ErrorCode>>, ledgerThere = true): Promise<[unknown, string[]]> {
  const { log, connection } = line(failing, ledgerThere)
  const operations = sqlOperations({ dialect, connection, loadTable: async () => table })
  const result = await operations
    .apply(request, new AbortController().signal)
    .catch((error: unknown) => (BerthError.is(error) ? error.code : error))
  return [result, log]
}

test('the ledger comes first, then the rows, then the commit', async () => {
  expect(await outcome({})).toEqual([
    { applied: 3, repeated: false, rejects: [] },
    ['exists', 'begin', 'find', 'enter', 'write 2', 'write 1', 'commit'],
  ])
})

test('a line cut after the commit was sent leaves the outcome unknown', async () => {
  expect((await outcome({ commit: 'CONNECTION_LOST' }))[0]).toBe('UNKNOWN_OUTCOME')
})

test('a commit that the database refuses is its own error, and is rolled back', async () => {
  const [result, log] = await outcome({ commit: 'CONSTRAINT_VIOLATED' })
  expect(result).toBe('CONSTRAINT_VIOLATED')
  expect(log.slice(-2)).toEqual(['commit', 'rollback'])
})

test('a line cut before the commit is a lost connection, never an unknown outcome', async () => {
  expect((await outcome({ 'write 2': 'CONNECTION_LOST' }))[0]).toBe('CONNECTION_LOST')
})

test('a batch that another session entered at the same moment is a repeat', async () => {
  const [result, log] = await outcome({ enter: 'CONSTRAINT_VIOLATED' })
  expect(result).toEqual({ applied: 0, repeated: true, rejects: [] })
  expect(log.at(-1)).toBe('rollback')
})

test('a ledger that may not be created says so', async () => {
  expect((await outcome({ create: 'PERMISSION_DENIED' }, false))[0]).toBe('PERMISSION_DENIED')
})

test('a failed statement of many rows is repeated row by row', async () => {
  const [result, log] = await outcome({ 'write 2': 'CONSTRAINT_VIOLATED' })
  expect(result).toEqual({ applied: 3, repeated: false, rejects: [] })
  expect(log).toEqual(['exists', 'begin', 'find', 'enter', 'write 2', 'write 1', 'write 1', 'write 1', 'commit'])
})

test('what cannot be written makes no ledger', async () => {
  const { log, connection } = line({}, false)
  const operations = sqlOperations({
    dialect,
    connection,
    loadTable: async (dataset) => (dataset === 'T' ? table : undefined),
  })
  const { signal } = new AbortController()
  await expect(operations.apply({ ...request, dataset: 'U' }, signal)).rejects.toMatchObject({
    code: 'DATASET_UNKNOWN',
  })
  const fields = [{ name: 'no', type: { name: 'integer' } }] as const
  await expect(operations.apply({ ...request, fields }, signal)).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' })
  expect(log).toEqual([])
})
