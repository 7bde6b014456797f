import { type Grade, grades, type WithheldReason } from '@berth/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type AggregateRule,
  categoriesOfGradeAlone,
  type DecidedItem,
  type Decision,
  decide,
  decideTogether,
  type Permit,
} from '../src/index.ts'

const ids = ['a', 'b', 'c', 'd', 'e'] as const
const words = ['personal', 'biometric', 'minor', 'trade'] as const
const runs = { numRuns: 2000 }

const grade = fc.constantFrom(...grades)
const categories = fc.uniqueArray(fc.constantFrom(...words))
const label = fc.record({ grade, categories, mask: fc.record({ grade }) }, { requiredKeys: ['categories'] })
const items = fc
  .array(label, { minLength: 1, maxLength: ids.length })
  .map((labels): DecidedItem[] => labels.map((each, index) => ({ id: ids[index] ?? '', ...each })))
const granted = fc.uniqueArray(fc.constantFrom(...ids))
const permits: fc.Arbitrary<Permit> = fc.record({ clearance: grade, categories, items: granted }, { requiredKeys: [] })
const rules: fc.Arbitrary<AggregateRule[]> = fc.array(
  fc.record({ items: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 2 }), grade }),
  { maxLength: 4 },
)

const rank = (each: Grade | undefined): number => (each === undefined ? -1 : grades.indexOf(each))
/** How much is shown: nothing, the masked form, all of it. */
const shown = (decision: Decision | undefined): number => {
  if (decision?.allowed !== true) return 0
  return decision.masked ? 1 : 2
}
const reasonOf = (decision: Decision): WithheldReason | undefined => (decision.allowed ? undefined : decision.reason)
const held = ({ categories: named = categoriesOfGradeAlone }: Permit): readonly string[] => named

test('it shows an item exactly where the lattice and the grant say so', () => {
  fc.assert(
    fc.property(items, permits, (all, permit) => {
      for (const item of all) {
        const covered = item.categories.every((each) => held(permit).includes(each))
        const open = covered && (permit.items?.includes(item.id) ?? true) && item.grade !== undefined
        const top = rank(permit.clearance)
        const masked = item.mask !== undefined && rank(item.mask.grade) <= top
        const expected = !open ? 0 : rank(item.grade) <= top ? 2 : masked ? 1 : 0
        expect(shown(decide(item, permit))).toBe(expected)
      }
    }),
    runs,
  )
})

test('what is masked has a form that the clearance covers', () => {
  fc.assert(
    fc.property(items, permits, rules, (all, permit, aggregates) => {
      for (const [index, decision] of decideTogether(all, permit, aggregates).entries()) {
        if (shown(decision) !== 1) continue
        expect(rank(all[index]?.mask?.grade)).toBeLessThanOrEqual(rank(permit.clearance))
        expect(rank(all[index]?.grade)).toBeGreaterThan(rank(permit.clearance))
      }
    }),
    runs,
  )
})

test('more clearance, in grade or in categories, never shows less of any item, whatever the rules', () => {
  fc.assert(
    fc.property(items, grade, grade, categories, categories, granted, rules, (all, one, other, few, more, ...rest) => {
      const [itemsGranted, aggregates] = rest
      const [lower, higher] = rank(one) < rank(other) ? [one, other] : [other, one]
      const low = decideTogether(all, { clearance: lower, categories: few, items: itemsGranted }, aggregates)
      const wide = [...new Set([...few, ...more])]
      const high = decideTogether(all, { clearance: higher, categories: wide, items: itemsGranted }, aggregates)
      for (const index of all.keys()) expect(shown(high[index])).toBeGreaterThanOrEqual(shown(low[index]))
    }),
    runs,
  )
})

test('a higher grade or a further category never shows more of an item', () => {
  fc.assert(
    fc.property(label, grade, fc.constantFrom(...words), permits, (before, raised, word, permit) => {
      fc.pre(before.grade !== undefined && rank(raised) >= rank(before.grade))
      const stricter = { id: 'a', ...before, grade: raised, categories: [...before.categories, word] }
      expect(shown(decide(stricter, permit))).toBeLessThanOrEqual(shown(decide({ id: 'a', ...before }, permit)))
    }),
    runs,
  )
})

test('two permits together show no more than each: what both show is what their common part shows', () => {
  fc.assert(
    fc.property(items, grade, grade, categories, categories, granted, granted, (all, ...parts) => {
      const [one, other, left, right, first, second] = parts
      const common: Permit = {
        clearance: rank(one) < rank(other) ? one : other,
        categories: left.filter((each) => right.includes(each)),
        items: first.filter((each) => second.includes(each)),
      }
      for (const item of all) {
        const each = [
          decide(item, { clearance: one, categories: left, items: first }),
          decide(item, { clearance: other, categories: right, items: second }),
        ].map(shown)
        expect(shown(decide(item, common))).toBe(Math.min(...each))
      }
    }),
    runs,
  )
})

test('items of a higher grade together never all leave below it', () => {
  fc.assert(
    fc.property(items, permits, rules, (all, permit, aggregates) => {
      const decisions = decideTogether(all, permit, aggregates)
      for (const rule of aggregates) {
        if (rank(rule.grade) <= rank(permit.clearance)) continue
        const leaving = rule.items.filter((id) => shown(decisions[all.findIndex((item) => item.id === id)]) > 0)
        expect(leaving.length).toBeLessThan(rule.items.length)
      }
    }),
    runs,
  )
})

test('a rule about items together holds back one item of it, and nothing where one of them is not granted', () => {
  fc.assert(
    fc.property(items, permits, rules, (all, permit, aggregates) => {
      const alone = decideTogether(all, permit)
      const together = decideTogether(all, permit, aggregates)
      const closed = all.filter((_, index) => shown(together[index]) < shown(alone[index])).map(({ id }) => id)
      expect(closed.length).toBeLessThanOrEqual(aggregates.length)
      for (const id of closed) {
        const causes = aggregates.filter((rule) => rule.items.includes(id) && rank(rule.grade) > rank(permit.clearance))
        expect(causes.some((rule) => rule.items.every((each) => permit.items?.includes(each) ?? true))).toBe(true)
      }
    }),
    runs,
  )
})

test('of items together the one of the highest grade is held back, of several the last that the rule names', () => {
  const all: DecidedItem[] = [
    { id: 'name', grade: 2, categories: ['personal'] },
    { id: 'number', grade: 3, categories: ['personal'] },
    { id: 'address', grade: 3, categories: ['personal'] },
  ]
  const reasons = (clearance: Grade, rule: AggregateRule, granted?: string[]): (string | undefined)[] =>
    decideTogether(all, { clearance, ...(granted && { items: granted }) }, [rule]).map(reasonOf)
  const together = 'AGGREGATE_ABOVE_CLEARANCE'
  const rule: AggregateRule = { items: ['name', 'number', 'address'], grade: 4 }
  expect(reasons(3, rule)).toEqual([undefined, undefined, together])
  expect(reasons(3, { ...rule, items: ['address', 'number', 'name'] })).toEqual([undefined, together, undefined])
  expect(reasons(4, rule)).toEqual([undefined, undefined, undefined])
  expect(reasons(3, rule, ['number', 'address'])).toEqual(['NOT_GRANTED', undefined, undefined])
})

test('it says why, the label before the grant', () => {
  const item: DecidedItem = { id: 'a', grade: 3, categories: ['personal', 'minor'] }
  const both = ['personal', 'minor']
  const reason = (permit: Permit, other: Partial<DecidedItem> = {}): string | undefined =>
    reasonOf(decide({ ...item, ...other }, permit))
  expect(reasonOf(decide({ id: 'a', categories: [] }, { clearance: 'core' }))).toBe('NO_GRADE')
  expect(reason({})).toBe('ABOVE_CLEARANCE')
  expect(reason({ clearance: 2, categories: both })).toBe('ABOVE_CLEARANCE')
  expect(reason({ clearance: 3, items: ['b'] })).toBe('CATEGORY_NOT_GRANTED')
  expect(reason({ clearance: 3, categories: both, items: ['b'] })).toBe('NOT_GRANTED')
  expect(reason({ clearance: 'important', categories: both, items: ['a'] })).toBeUndefined()
})

test('a clearance that names no categories covers personal data, and nothing else that has one', () => {
  for (const category of words) {
    const decision = decide({ id: 'a', grade: 1, categories: [category] }, { clearance: 'core' })
    expect(decision.allowed).toBe(category === 'personal')
  }
  expect(decide({ id: 'a', grade: 1, categories: ['personal'] }, { clearance: 'core', categories: [] }).allowed).toBe(
    false,
  )
})

test('what is not of the contract denies, and nothing throws', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), fc.anything(), (one, other, third, fourth) => {
      fc.pre(!grades.includes(one as Grade) || !grades.includes(other as Grade))
      const item = { id: 'a', grade: one as Grade, categories: [] }
      expect(decide(item, { clearance: other as Grade }).allowed).toBe(false)
      const strange = { ...item, grade: 1 as Grade, categories: third as string[] }
      const permit = { clearance: 1 as Grade, categories: fourth as string[] }
      const decision = decide(strange, permit)
      if (!Array.isArray(third)) expect(decision.allowed).toBe(false)
    }),
  )
})
