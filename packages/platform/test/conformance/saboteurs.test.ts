import {
  type PlatformKitSettings,
  platformCases,
  platformDefects,
  runPlatformConformance,
  sabotagePlatform,
} from '@berth/conformance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningPlatform } from '../../src/index.ts'
import { clockedPlatform } from './clocked-platform.ts'

const seed = 20_261_123

describe('the kit on a platform with a defect', () => {
  let platform: RunningPlatform
  let settings: PlatformKitSettings
  let killed = 0

  beforeAll(async () => {
    const started = await clockedPlatform()
    platform = started.platform
    settings = started.settings
  })
  afterAll(async () => {
    const score = Math.round((100 * killed) / platformDefects.length)
    process.stdout.write(`defects caught: ${killed} of ${platformDefects.length}, mutation score ${score} %\n`)
    await platform.close()
  })

  for (const defect of platformDefects) {
    test(`${defect.id} is caught`, async () => {
      const { results } = await runPlatformConformance({
        ...sabotagePlatform(settings, defect),
        seed,
        only: defect.caughtBy,
      })
      expect(results.map(({ id, outcome }) => [id, outcome])).toEqual(
        platformCases.filter(({ id }) => defect.caughtBy.includes(id)).map(({ id }) => [id, 'failed']),
      )
      expect(results.length).toBe(defect.caughtBy.length)
      killed += 1
    })
  }
})
