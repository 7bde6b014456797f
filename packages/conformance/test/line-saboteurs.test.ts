import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectorCases, connectorDefects, runConformance, sabotage, type Target } from '../src/index.ts'
import { servedKit } from './served/kit.ts'

const seed = 20_261_123
const defects = connectorDefects.filter(({ on }) => on === 'line')
let kit: Awaited<ReturnType<typeof servedKit>>
let target: Target

beforeAll(async () => {
  kit = await servedKit()
  target = kit.target
})
afterAll(() => target.close())

describe('the kit on a connector with a line that has a defect', () => {
  let killed = 0
  afterAll(() => process.stdout.write(`defects of connectors with a line caught: ${killed} of ${defects.length}\n`))

  for (const defect of defects) {
    test(`${defect.id} is caught`, async () => {
      const { results } = await runConformance(sabotage(kit.connector, defect), { target, seed, only: defect.caughtBy })
      expect(results.map(({ id, outcome }) => [id, outcome])).toEqual(
        connectorCases.filter(({ id }) => defect.caughtBy.includes(id)).map(({ id }) => [id, 'failed']),
      )
      expect(results.length).toBe(defect.caughtBy.length)
      killed += 1
    })
  }

  test('its cases pass without a defect', async () => {
    const only = [...new Set(defects.flatMap(({ caughtBy }) => caughtBy))]
    const { results } = await runConformance(kit.connector, { target, seed, only })
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(results.flatMap(({ notes }) => notes)).toEqual([])
    expect(results.length).toBe(only.length)
  })
})
