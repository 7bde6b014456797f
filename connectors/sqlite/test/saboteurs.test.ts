import { DatabaseSync } from 'node:sqlite'
import { connectorCases, connectorDefects, runConformance, sabotage, type Target } from '@berth/conformance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connector } from '../src/index.ts'
import { sqliteTarget } from './target.ts'

const seed = 20_261_123
const defects = connectorDefects.filter(({ on }) => on === 'sql')

let target: Target
let database: DatabaseSync

/** The target with what the defects of SQL connectors need besides, through a connection of its own. */
beforeAll(async () => {
  const plain = await sqliteTarget()
  database = new DatabaseSync(String(plain.options['file']), { timeout: 1000 })
  target = {
    ...plain,
    runScript: async (script) => database.exec(script),
    forgetChanges: async (_, by) => {
      if (by.kind !== 'outbox') throw new TypeError('SQLite keeps no log')
      database.exec(`DELETE FROM "${by.dataset}" WHERE BERTH_NUMBER < (SELECT MAX(BERTH_NUMBER) FROM "${by.dataset}")`)
    },
    protect: async ({ name, key: [column] }, keys) => {
      const ids = keys.map(([id]) => Number(id)).join(', ')
      const raise = `SELECT RAISE(ABORT, 'kept') WHERE OLD."${column}" IN (${ids})`
      database.exec(`CREATE TRIGGER "${name}_KEEP" BEFORE DELETE ON "${name}" BEGIN ${raise}; END`)
    },
  }
})
afterAll(async () => {
  database.close()
  await target.close()
})

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
    expect(notes.filter((note) => !note.endsWith('which the target cannot hold'))).toEqual([])
    expect(results.length).toBe(only.length)
  })
})
