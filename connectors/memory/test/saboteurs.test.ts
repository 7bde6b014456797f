import { connectorCases, connectorDefects, runConformance, sabotage } from '@berth/conformance'
import { afterAll, describe, expect, test } from 'vitest'
import { type MemoryTable, memory } from '../src/index.ts'
import { memoryTarget } from './target.ts'

const seed = 20_261_123

describe('the kit on a connector with a defect', () => {
  let killed = 0
  afterAll(() => process.stdout.write(`defects caught: ${killed} of ${connectorDefects.length}\n`))

  for (const defect of connectorDefects) {
    test(`${defect.id} is caught`, async () => {
      const tables: MemoryTable[] = []
      const broken = sabotage(memory(tables), defect)
      const { results } = await runConformance(broken, { target: memoryTarget(tables), seed, only: defect.caughtBy })
      expect(results.map(({ id, outcome }) => [id, outcome])).toEqual(
        connectorCases.filter(({ id }) => defect.caughtBy.includes(id)).map(({ id }) => [id, 'failed']),
      )
      expect(results.length).toBe(defect.caughtBy.length)
      killed += 1
    })
  }

  test('every case catches a defect, and passes without it', async () => {
    const tables: MemoryTable[] = []
    const { results } = await runConformance(memory(tables), { target: memoryTarget(tables), seed })
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    const catching = new Set(connectorDefects.flatMap(({ caughtBy }) => caughtBy))
    expect(connectorCases.map(({ id }) => id).filter((id) => !catching.has(id))).toEqual([])
  })
})
