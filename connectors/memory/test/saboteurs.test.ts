import { connectorCases, connectorDefects, runConformance, sabotage } from '@berth/conformance'
import { afterAll, describe, expect, test } from 'vitest'
import { memoryKit } from './target.ts'

const seed = 20_261_123
const defects = connectorDefects.filter(({ on }) => on === undefined)

describe('the kit on a connector with a defect', () => {
  let killed = 0
  afterAll(() => process.stdout.write(`defects caught: ${killed} of ${defects.length}\n`))

  for (const defect of defects) {
    test(`${defect.id} is caught`, async () => {
      const { connector, target } = memoryKit()
      const { results } = await runConformance(sabotage(connector, defect), { target, seed, only: defect.caughtBy })
      expect(results.map(({ id, outcome }) => [id, outcome])).toEqual(
        connectorCases.filter(({ id }) => defect.caughtBy.includes(id)).map(({ id }) => [id, 'failed']),
      )
      expect(results.length).toBe(defect.caughtBy.length)
      killed += 1
    })
  }

  test('every case passes without a defect', async () => {
    const { connector, target } = memoryKit()
    const { results } = await runConformance(connector, { target, seed })
    const failed = results.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'not-applicable')
    expect(failed).toEqual([])
    const left = results.filter(({ outcome }) => outcome === 'not-applicable').map(({ message }) => message)
    const missing = ['changes.outbox', 'apply.undo', 'files.put', 'files.batches']
    expect(new Set(left)).toEqual(new Set(missing.map((need) => `${need} is not declared`)))
  })
})
