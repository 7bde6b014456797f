import { connectorCases, connectorDefects, runConformance, sabotage, type Target } from '@berth/conformance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connector } from '../src/index.ts'
import { fileTarget } from './target.ts'

const seed = 20_261_123
const defects = connectorDefects.filter(({ on }) => on === 'file')

let target: Target

beforeAll(async () => {
  target = await fileTarget()
})
afterAll(async () => await target.close())

describe('the kit on a connector to files with a defect', () => {
  let killed = 0
  afterAll(() => process.stdout.write(`defects of connectors to files caught: ${killed} of ${defects.length}\n`))

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
    expect(results.flatMap((result) => result.notes)).toEqual([])
    expect(results.length).toBe(only.length)
  })
})
