import { dockingCases, dockingDefects, runDockingConformance } from '@berth/conformance'
import { afterAll, describe, expect, test } from 'vitest'
import { referenceDocking } from './reference-docking.ts'

const seed = 20_261_123
const docking = referenceDocking()
afterAll(() => docking[Symbol.dispose]())

test('every case passes on the reference docking, and none is left out', async () => {
  const { results, reached } = await runDockingConformance(await docking.subject(), { seed })
  expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  expect(results.length).toBe(dockingCases.length)
  expect(reached).toBe('full')
  // Only what the reference cannot have, and what it has on purpose.
  expect(results.flatMap(({ notes }) => notes.map(({ en }) => en))).toEqual([
    expect.stringMatching(/^marriage: 8 of the first 200 rows would be left out \(row 7, husbandId/),
    'a purpose that permit does not admit: it names none',
    // Tried in a journey of its own.
    'what the commands of the docking print: none were run',
  ])
})

describe('the kit on a docking with a defect', () => {
  let killed = 0
  afterAll(() => process.stdout.write(`defects of dockings caught: ${killed} of ${dockingDefects.length}\n`))

  test.each(dockingDefects.map((defect) => [defect.id, defect] as const))('%s is caught', async (_id, defect) => {
    const subject = defect.alter(await docking.subject())
    const { results } = await runDockingConformance(subject, { seed, only: defect.caughtBy })
    const found = new Map(
      results.map(({ id, outcome, error }) => [id, [outcome, (error as Error | undefined)?.constructor.name]]),
    )
    // By what the case says of it: an exception by chance proves nothing.
    expect(found).toEqual(new Map(defect.caughtBy.map((id) => [id, ['failed', 'ConformanceFailure']])))
    killed += 1
  })
})
