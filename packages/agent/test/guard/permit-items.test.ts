import { BerthError, type Grade, grades } from '@berth/core'
import type { Item } from '@berth/manifest'
import type { Permit } from '@berth/trust'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeItems, permitItems } from '../../src/guard/permit-items.ts'
import { testItem } from '../plan/test-item.ts'

const grade = fc.option(fc.constantFrom<Grade>(...grades), { nil: undefined })
const items: fc.Arbitrary<Item[]> = fc
  .array(fc.tuple(grade, fc.array(fc.constantFrom('personal', 'biometric'))), { maxLength: 8 })
  .map((labels) =>
    labels.map(([itemGrade, categories], index) => {
      const { grade: _, ...item } = testItem(`i${index}`, 'text', { categories })
      return itemGrade === undefined ? item : { ...item, grade: itemGrade }
    }),
  )
const permits: fc.Arbitrary<Permit> = fc.record(
  {
    clearance: fc.constantFrom<Grade>(...grades),
    categories: fc.subarray(['personal', 'biometric']),
    items: fc.subarray(['i0', 'i1', 'i2', 'i3', 'i4']),
  },
  { requiredKeys: [] },
)

function given(all: readonly Item[], permit: Permit): string[] {
  try {
    return permitItems({ id: 'r', draft: false, items: all }, permit, 'file').given.map((item) => item.id)
  } catch (error) {
    if (BerthError.is(error)) return []
    throw error
  }
}

test('nothing leaves without a grade, a clearance as high that covers its categories, and a grant that names it', () => {
  fc.assert(
    fc.property(items, permits, (all, permit) => {
      const out = given(all, permit)
      for (const item of all) {
        const rank = item.grade === undefined ? Number.NaN : grades.indexOf(item.grade)
        const cleared = permit.clearance !== undefined && rank <= grades.indexOf(permit.clearance)
        const granted = permit.items === undefined || permit.items.includes(item.id)
        const covered = item.categories.every((each) => (permit.categories ?? ['personal']).includes(each))
        expect(out.includes(item.id)).toBe(cleared && granted && covered)
      }
    }),
  )
})

test('a lower clearance or a narrower grant never gives more, and a lower grade never less', () => {
  fc.assert(
    fc.property(items, permits, permits, (all, one, other) => {
      const lower = grades[Math.min(rankOf(one.clearance), rankOf(other.clearance))]
      const narrower = one.items?.filter((item) => other.items?.includes(item) ?? true) ?? other.items
      const common = (one.categories ?? ['personal']).filter((each) =>
        (other.categories ?? ['personal']).includes(each),
      )
      const both = {
        categories: common,
        ...(lower === undefined ? {} : { clearance: lower }),
        ...(narrower === undefined ? {} : { items: narrower }),
      }
      const out = given(all, both)
      expect(given(all, one)).toEqual(expect.arrayContaining(out))
      const lowered = all.map((item) => (item.grade === undefined ? item : { ...item, grade: 1 as const }))
      expect(given(lowered, both)).toEqual(expect.arrayContaining(out))
    }),
  )
})

test('every item is either given or withheld with a reason, in the order of the resource', () => {
  fc.assert(
    fc.property(items, permits, (all, permit) => {
      const judged = judgeItems({ items: all }, permit)
      const ids = [...judged.given.map((item) => item.id), ...judged.withheld.map((item) => item.item)]
      expect(new Set(ids)).toEqual(new Set(all.map((item) => item.id)))
      expect(ids).toHaveLength(all.length)
    }),
  )
})

test('a draft, an exit without clearance and an empty result are refused by name', () => {
  const resource = { id: 'marriage', draft: false, items: [testItem('a', 'text')] }
  const refusal = (change: object, permit: Permit): unknown => {
    try {
      return permitItems({ ...resource, ...change }, permit, 'file')
    } catch (error) {
      return BerthError.is(error) ? [error.code, error.details] : error
    }
  }
  expect(refusal({ draft: true }, { clearance: 2 })).toEqual(['RESOURCE_DRAFT', { resource: 'marriage' }])
  expect(refusal({}, {})).toEqual(['EXIT_WITHOUT_CLEARANCE', { resource: 'marriage', mode: 'file' }])
  expect(refusal({}, { clearance: 1 })).toEqual(['NOTHING_GRANTED', { resource: 'marriage' }])
  expect(refusal({}, { clearance: 2, items: [] })).toEqual(['NOTHING_GRANTED', { resource: 'marriage' }])
})

function rankOf(clearance: Grade | undefined): number {
  return clearance === undefined ? -1 : grades.indexOf(clearance)
}
