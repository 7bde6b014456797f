import {
  type ChangeBatch,
  type ChangeDetection,
  type ConnectorSession,
  defineConnector,
  openSession,
} from '@berth/core'
import { expect, test } from 'vitest'
import { ChangeSource } from '../../src/exchange/change-source.ts'
import type { SourceBatch } from '../../src/exchange/source-batch.ts'
import { testItem } from '../plan/test-item.ts'
import { registryManifest } from './registry.ts'

const items = [testItem('id', 'integer', { from: 'ID' }), testItem('name', 'text(10)', { from: 'XM' })]
const fields = [
  { name: 'XM', type: { name: 'text' } },
  { name: 'ID', type: { name: 'text' } },
] as const

/** A session whose log tells this, and what it was asked by. */
async function logged(batch: ChangeBatch): Promise<{ session: ConnectorSession; asked: ChangeDetection[] }> {
  const asked: ChangeDetection[] = []
  const connector = defineConnector({
    manifest: {
      name: 'log',
      contract: 1,
      title: { zh: '日志' },
      testedServers: [],
      options: {},
      capabilities: { changes: { log: true, deletes: true } },
      exemptions: [],
    },
    open: async () => ({
      ping: async () => ({ product: 'log', writable: false }),
      async *changes(request) {
        asked.push(request.by)
        yield batch
      },
      [Symbol.asyncDispose]: async () => undefined,
    }),
  })
  return { session: await openSession(connector, {}, { access: 'read' }), asked }
}

async function read(batch: ChangeBatch): Promise<{ told: SourceBatch[]; asked: ChangeDetection[] }> {
  const { session, asked } = await logged(batch)
  const from = { connection: 'source', dataset: 'PERSON', key: ['ID'], changes: { by: 'log', name: 'slot' } } as const
  const resource = registryManifest('', { from, items }).resources['person']
  if (resource === undefined) throw new TypeError('person')
  const reading = { resource, given: items, key: items.slice(0, 1), batchRows: 10, signal: undefined, dryRun: false }
  await using source = new ChangeSource(session, reading)
  const told: SourceBatch[] = []
  for await (const each of source.read({
    resumed: false,
    complete: false,
    counts: { read: 0, rows: 0, deleted: 0, rejected: 0, bytes: 0 },
  }))
    told.push(each)
  return { told, asked }
}

test('a log is asked by its name, and deletes stand apart from rows, each with the values of its items', async () => {
  const { told, asked } = await read({
    fields,
    rows: [
      ['甲', '1'],
      [null, '2'],
      ['丙', '3'],
    ],
    kinds: ['upsert', 'delete', 'upsert'],
    cursor: 'c',
  })
  expect(asked).toEqual([{ kind: 'log', key: ['ID'], name: 'slot' }])
  expect(told).toEqual([
    {
      fields,
      rows: [
        ['甲', '1'],
        ['丙', '3'],
      ],
      places: [0, 2],
      deletes: [[2]],
      deletePlaces: [1],
      read: 3,
      unreadable: [],
      rejects: [],
      warnings: [],
      cursor: 'c',
    },
  ])
})

test('of what happened to one row in a batch the last holds', async () => {
  const { told } = await read({
    fields,
    rows: [
      ['甲', '1'],
      [null, '2'],
      [null, '1'],
      ['乙', '02'],
      ['丙', '3'],
      ['丁', '3'],
    ],
    kinds: ['upsert', 'delete', 'delete', 'upsert', 'upsert', 'upsert'],
    cursor: 'c',
  })
  expect(told[0]).toMatchObject({
    rows: [
      ['乙', '02'],
      ['丁', '3'],
    ],
    places: [3, 5],
    deletes: [[1]],
    read: 6,
  })
})

test('a key that its item refuses is left out, and said to be of a delete where it is', async () => {
  const { told } = await read({
    fields,
    rows: [
      ['甲', 'x'],
      [null, 'y'],
      [null, '3'],
    ],
    kinds: ['upsert', 'delete', 'delete'],
    cursor: 'c',
  })
  expect(told[0]).toMatchObject({
    rows: [],
    deletes: [[3]],
    rejects: [
      { row: 0, item: 'id', code: 'VALUE_INVALID', length: 1 },
      { row: 1, item: 'id', code: 'VALUE_INVALID', length: 1, change: 'delete' },
    ],
  })
})
