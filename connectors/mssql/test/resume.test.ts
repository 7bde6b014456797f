import { type ApplyRequest, BerthError, openSession, type Row } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TdsEngine } from '../../../test/servers/tds/engine/engine.ts'
import type { TdsServer } from '../../../test/servers/tds/server.ts'
import { connector } from '../src/index.ts'
import { startEngine } from './target.ts'

let engine: TdsEngine
let server: TdsServer
let options: Readonly<Record<string, unknown>>

beforeEach(async () => {
  ;({ engine, server, options } = await startEngine())
  engine.run('CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY, [V] int NULL)')
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  engine.close()
})

const columns = [{ name: 'ID' }, { name: 'V' }]

/** Reads with the line cut behind ever more bytes, going on behind the last cursor. */
async function readCut(kind: 'scan' | 'changes'): Promise<{ rows: Row[]; cuts: number }> {
  const rows: Row[] = []
  let after: string | undefined
  let cuts = 0
  for (let bytes = 3000; ; bytes += 300) {
    server.faults.cutAfterBytes = bytes
    const behind = after === undefined ? {} : { after }
    try {
      await using session = await openSession(connector, options)
      const by = { kind: 'column', column: 'V', key: ['ID'] } as const
      const base = { dataset: 'T', columns, batchRows: 7, ...behind }
      const reading = kind === 'scan' ? session.scan({ ...base, key: ['ID'] }) : session.changes({ ...base, by })
      for await (const batch of reading) {
        rows.push(...batch.rows)
        after = batch.cursor
      }
      delete server.faults.cutAfterBytes
      return { rows, cuts }
    } catch (error) {
      if (!BerthError.is(error) || error.code !== 'CONNECTION_LOST') throw error
      cuts += 1
    }
  }
}

test.each(['scan', 'changes'] as const)(
  '%s whose line is cut again and again loses nothing and tells nothing twice',
  async (kind) => {
    const insert = engine.database.prepare('INSERT INTO "T" VALUES (?, ?)')
    const expected = Array.from({ length: 400 }, (_, id): Row => [id, Math.floor(id / 3)])
    for (const [id, value] of expected) insert.run(Number(id), Number(value))
    const { rows, cuts } = await readCut(kind)
    expect(cuts).toBeGreaterThan(3)
    expect(rows).toEqual(expected)
  },
)

test('batches whose line is cut behind any byte are applied once, when they are sent again', async () => {
  const integer = { name: 'integer' } as const
  const fields = columns.map(({ name }) => ({ name, type: integer }))
  const rows = Array.from({ length: 120 }, (_, id): Row => [id, id])
  const request: ApplyRequest = { dataset: 'T', fields, rows, key: [], mode: 'insert', batch: 'b', onReject: 'abort' }
  engine.run('CREATE TABLE [N] ([ID] int NULL, [V] int NULL)')
  const outcomes: Set<string> = new Set()
  let number = 0
  for (let bytes = 1500; outcomes.size < 3 || bytes < 4200; bytes += 60) {
    if (bytes > 20_000) break
    const batch = { ...request, dataset: 'N', batch: `b${number++}` }
    server.faults.cutAfterBytes = bytes
    try {
      await using session = await openSession(connector, options, { access: 'write' })
      await session.apply(batch)
      outcomes.add('applied')
    } catch (error) {
      outcomes.add(BerthError.is(error) ? error.code : String(error))
    }
    delete server.faults.cutAfterBytes
    await using again = await openSession(connector, options, { access: 'write' })
    await again.apply(batch)
    expect(engine.database.prepare('SELECT COUNT(*) AS n FROM "N"').get()).toEqual({ n: number * 120 })
  }
  expect(outcomes).toEqual(new Set(['CONNECTION_LOST', 'UNKNOWN_OUTCOME', 'applied']))
})
