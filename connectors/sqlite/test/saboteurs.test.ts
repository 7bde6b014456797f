import { DatabaseSync } from 'node:sqlite'
import { connectorCases, connectorDefects, runConformance, sabotage, type Target } from '@berth/conformance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connector } from '../src/index.ts'
import { sqliteTarget } from './target.ts'

const seed = 20_261_123
const defects = connectorDefects.filter(({ on }) => on === 'sql')

let target: Target
let watch: DatabaseSync

beforeAll(async () => {
  const plain = await sqliteTarget()
  watch = new DatabaseSync(String(plain.options['file']), { timeout: 0 })
  watch.exec('CREATE TABLE WATCH (N INTEGER)')
  target = { ...plain, locks: async () => snapshots() }
})
afterAll(async () => {
  watch.close()
  await target.close()
})

/** Whether somebody sees the database as it was before the last write: then its log cannot be cut. */
function snapshots(): number {
  watch.exec('INSERT INTO WATCH VALUES (1)')
  return Number(watch.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'])
}

describe('the kit on a SQL connector with a defect', () => {
  let killed = 0
  afterAll(() => process.stdout.write(`defects of SQL connectors caught: ${killed} of ${defects.length}\n`))

  for (const defect of defects) {
    test(`${defect.id} is caught`, async () => {
      const { results } = await runConformance(sabotage(connector, defect), { target, seed, only: defect.caughtBy })
      expect(results.map(({ id, outcome }) => [id, outcome])).toEqual(
        connectorCases.filter(({ id }) => defect.caughtBy.includes(id)).map(({ id }) => [id, 'failed']),
      )
      expect(results.length).toBe(defect.caughtBy.length)
      killed += 1
    })
  }

  test('its cases pass without a defect', async () => {
    const only = [...new Set(defects.flatMap(({ caughtBy }) => caughtBy))]
    const { results } = await runConformance(connector, { target, seed, only })
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    const notes = results.flatMap((result) => result.notes)
    expect(notes.filter((note) => !note.en.endsWith('which the target cannot hold'))).toEqual([])
    expect(results.length).toBe(only.length)
  })

  test('nothing is left behind, whatever failed', () => {
    const left = watch.prepare("SELECT name FROM sqlite_schema WHERE name NOT IN ('WATCH', 'BERTH_LEDGER')").all()
    expect(left.filter(({ name }) => !String(name).startsWith('sqlite_'))).toEqual([])
  })
})
