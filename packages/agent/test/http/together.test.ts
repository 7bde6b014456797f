import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { grant, RunningDocking } from '../docking/running-docking.ts'

let docking: RunningDocking
const callSizes: number[] = []
beforeAll(async () => {
  docking = await RunningDocking.start({ maxSessions: 1, maxTogether: 5 }, (session) => ({
    ...session,
    async lookup(request, signal) {
      callSizes.push(request.keys.length)
      // Lets others arrive, as a system over a network does.
      await new Promise((resolve) => setTimeout(resolve, 5))
      return (await session.lookup?.(request, signal)) ?? expect.fail()
    },
  }))
  // One record that has no form in its item: whoever may see the item gets an error, whoever may not gets the rest.
  docking.marriages.rows.push([121, citizenNumbers[0] ?? null, '东区', '2024xx01', 'Y', 'note', 'x'])
})
afterAll(() => docking[Symbol.asyncDispose]())

const permits = [
  grant({}),
  grant({ clearance: 1 }),
  grant({ items: ['district'], consumer: 'other' }),
  grant({ items: ['note', 'id'], clearance: 'important' }),
  grant({ items: ['secretNote'], clearance: 'core' }),
  grant({ expiresAt: Date.now() - 1 }),
]

const byId = fc.record({ id: fc.oneof(fc.integer({ min: 115, max: 125 }), fc.constant('x')) })
const byOther = fc.oneof(
  fc.record({ husbandId: fc.constantFrom(...citizenNumbers, '110105194912310021') }),
  fc.record({ valid: fc.boolean() }),
  fc.record({
    district: fc.constantFrom('东区', '西区', '北区'),
    registeredOn: fc.constantFrom('2024-01-02', '2024-01-15', '2025-01-01'),
  }),
)
const question = fc.record({
  by: fc.oneof({ weight: 4, arbitrary: byId }, { weight: 1, arbitrary: byOther }),
  permit: fc.oneof({ weight: 3, arbitrary: fc.constant(permits[0] ?? '') }, fc.constantFrom(...permits)),
})

/** All of an answer but the place of its receipt. */
async function ask(asked: { by: Record<string, unknown>; permit: string }): Promise<unknown> {
  const { status, body } = await docking.ask(asked.by, { grant: asked.permit })
  const { receipt: _receipt, ...rest } = body
  return { status, rest }
}

test('asked together, each of mixed consumers gets what it would get alone (LKP-4)', async () => {
  const property = fc.asyncProperty(fc.array(question, { minLength: 8, maxLength: 32 }), async (questions) => {
    const together = await Promise.all(questions.map(ask))
    for (const [index, each] of questions.entries()) expect(together[index]).toEqual(await ask(each))
  })
  await fc.assert(property, { numRuns: 15 })
  expect(Math.max(...callSizes)).toBe(5)
  expect((await docking.ask({ id: 121 })).body).toMatchObject({ code: 'VALUE_INVALID', status: 422 })
})
