import { type Grade, grades } from '@berth/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../src/index.ts'

const grade = fc.constantFrom(...grades)
const items = fc.option(fc.array(fc.constantFrom('a', 'b', 'c')), { nil: undefined })
const permit = (clearance: Grade | undefined, granted: readonly string[] | undefined) => ({
  ...(clearance === undefined ? {} : { clearance }),
  ...(granted === undefined ? {} : { items: granted }),
})

test('a higher clearance never takes an item away', () => {
  fc.assert(
    fc.property(grade, grade, grade, items, (label, one, other, granted) => {
      const [lower, higher] = grades.indexOf(one) < grades.indexOf(other) ? [one, other] : [other, one]
      const before = decide({ grade: label, categories: [] }, permit(lower, granted), 'a')
      const after = decide({ grade: label, categories: [] }, permit(higher, granted), 'a')
      expect(before.allowed && !after.allowed).toBe(false)
    }),
  )
})

test('a higher grade never lets an item through', () => {
  fc.assert(
    fc.property(grade, grade, grade, items, (clearance, one, other, granted) => {
      const [lower, higher] = grades.indexOf(one) < grades.indexOf(other) ? [one, other] : [other, one]
      const before = decide({ grade: lower, categories: [] }, permit(clearance, granted), 'a')
      const after = decide({ grade: higher, categories: [] }, permit(clearance, granted), 'a')
      expect(!before.allowed && after.allowed).toBe(false)
    }),
  )
})

test('it allows exactly what is graded, cleared and granted', () => {
  const given = fc.option(grade, { nil: undefined })
  fc.assert(
    fc.property(given, given, items, (label, clearance, granted) => {
      const decision = decide({ ...(label && { grade: label }), categories: [] }, permit(clearance, granted), 'a')
      const may =
        label !== undefined &&
        clearance !== undefined &&
        grades.indexOf(label) <= grades.indexOf(clearance) &&
        (granted?.includes('a') ?? true)
      expect(decision.allowed).toBe(may)
    }),
  )
})

test('it says why', () => {
  const label = { grade: 3, categories: [] } as const
  expect(decide({ categories: [] }, { clearance: 'core' }, 'a')).toEqual({ allowed: false, reason: 'NO_GRADE' })
  expect(decide(label, {}, 'a')).toEqual({ allowed: false, reason: 'ABOVE_CLEARANCE' })
  expect(decide(label, { clearance: 2 }, 'a')).toEqual({ allowed: false, reason: 'ABOVE_CLEARANCE' })
  expect(decide(label, { clearance: 3, items: ['b'] }, 'a')).toEqual({ allowed: false, reason: 'NOT_GRANTED' })
  expect(decide(label, { clearance: 'important', items: ['a'] }, 'a')).toEqual({ allowed: true })
})

test('what is no grade of the contract denies', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (label, clearance) => {
      fc.pre(!grades.includes(label as Grade) || !grades.includes(clearance as Grade))
      const decision = decide({ grade: label as Grade, categories: [] }, { clearance: clearance as Grade }, 'a')
      expect(decision.allowed).toBe(false)
    }),
  )
})
