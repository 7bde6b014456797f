import { type ApplyRequest, BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { type SqlBulkWrite, type SqlConnection, type SqlTable, sqlOperations } from '../src/index.ts'
import { dialect } from './step-dialect.ts'

const table: SqlTable = {
  name: 'T',
  reference: 'T',
  columns: [
    { name: 'id', type: { name: 'integer' }, nativeType: 'INT', nullable: false },
    { name: 'long', type: { name: 'text' }, nativeType: 'LONG', nullable: true, notInUnion: true },
  ],
}
const request: ApplyRequest = {
  dataset: 'T',
  fields: [{ name: 'id', type: { name: 'integer' } }],
  rows: [['bad'], [1], [2], [3]],
  key: [],
  mode: 'insert',
  batch: 'b1',
  onReject: 'skip',
}

function connection(
  log: string[],
  bulk: (write: SqlBulkWrite) => ReturnType<NonNullable<SqlConnection['bulk']>>,
): SqlConnection {
  const pass = async (step: string): Promise<void> => void log.push(step)
  return {
    leastBulkRows: 3,
    query: async (text) => {
      log.push(text)
      return text === 'exists' ? [[1]] : []
    },
    async *stream() {},
    execute: pass,
    bulk,
    begin: () => pass('begin'),
    commit: () => pass('commit'),
    rollback: () => pass('rollback'),
  }
}

test('a bulk write that names its refused rows keeps the others, by their places in the request', async () => {
  const log: string[] = []
  const error = new BerthError('CONSTRAINT_VIOLATED', { nativeCode: '1' })
  const operations = sqlOperations({
    dialect,
    connection: connection(log, async () => [{ row: 1, error }]),
    loadTable: async () => table,
  })
  const { applied, rejects } = await operations.apply(request, new AbortController().signal)
  expect(applied).toBe(2)
  expect(rejects).toMatchObject([
    { row: 0, column: 'id', code: 'VALUE_INVALID' },
    { row: 2, code: 'CONSTRAINT_VIOLATED', nativeCode: '1' },
  ])
  expect(log.filter((step) => step.startsWith('write'))).toEqual([])
})

test('one that names none falls back to statements, and few rows are not sent in bulk', async () => {
  const log: string[] = []
  let sent = 0
  const refusing = connection(log, async () => {
    sent++
    throw new BerthError('CONSTRAINT_VIOLATED', { nativeCode: '1' })
  })
  const operations = sqlOperations({ dialect, connection: refusing, loadTable: async () => table })
  expect(await operations.apply(request, new AbortController().signal)).toMatchObject({ applied: 3 })
  expect(log.filter((step) => step.startsWith('write'))).toEqual(['write 2', 'write 1'])
  await operations.apply({ ...request, rows: [[1], [2]], batch: 'b2' }, new AbortController().signal)
  expect(sent).toBe(1)
})

test('questions that read a column which may stand in no union are asked one by one', async () => {
  const log: string[] = []
  const operations = sqlOperations({
    dialect,
    connection: connection(log, async () => []),
    loadTable: async () => table,
  })
  const ask = (name: string): Promise<unknown> =>
    operations.lookup(
      { dataset: 'T', columns: [{ name }], by: ['id'], keys: [[1], [2]], limit: 1 },
      new AbortController().signal,
    )
  await ask('long')
  expect(log).toHaveLength(2)
  await ask('id')
  expect(log).toHaveLength(3)
  expect(log.map((text) => text.includes('UNION ALL'))).toEqual([false, false, true])
})
