import { Secret } from '@berth/core'
import type { Item, MaskForm } from '@berth/manifest'
import { tokenKey } from '@berth/trust'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compilePlan } from '../../src/plan/compile-plan.ts'
import { maskedItem, valueMask } from '../../src/plan/mask-value.ts'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { testItem, type } from './test-item.ts'

const tokens = tokenKey(new Secret('9f2c61d84be07a35c1d2e3f4a5b60718'))
const kinds: readonly (readonly [MaskForm, string, Partial<Item>])[] = [
  ['partial', 'text(18)', { element: 'person.citizenNumber' }],
  ['partial', 'text(18)', { element: 'person.citizenNumber', onInvalid: 'warn' }],
  ['partial', 'text(8)', { element: 'person.name', onInvalid: 'null' }],
  ['partial', 'text', { element: 'person.mobilePhone' }],
  ['partial', 'text', {}],
  ['district', 'text(20)', { trim: false }],
  ['hash', 'text', {}],
  ['suppress', 'text', {}],
]
const cells = fc.oneof(
  fc.constantFrom(
    ...citizenNumbers,
    null,
    '',
    ' ',
    '张三',
    '欧阳修远  ',
    '13500001234',
    '"',
    '\\',
    '\u0000',
    '\ud800',
    '𠮷田',
    '=1+1',
  ),
  fc.constantFrom('福建省福州市鼓楼区"甲"巷', '北京市\n东城区', 'a,b', 7, true),
  fc.string({ unit: 'binary', maxLength: 24 }),
)

test('whatever stands in a cell, and however it is written: a masked item is what its value masked is, or rejected as its value is', () => {
  const property = fc.property(
    fc.constantFrom(...kinds),
    fc.array(cells, { maxLength: 8 }),
    ([form, notation, more], column) => {
      const of = testItem('x', notation, { grade: 3, ...more })
      const item = maskedItem(of, { form, grade: 1, ...(form === 'hash' ? { key: () => tokens } : {}) })
      const mask = valueMask({ by: item.masked?.by ?? expect.fail(), of })
      const rows = column.map((cell) => [cell])
      const fields = [{ name: of.from, type: type('text') }]
      const whole = compilePlan({ items: [of], fields, format: 'values' }).run(rows)
      const values = whole.output.map(([value]) => mask(value ?? null))
      const given = compilePlan({ items: [item], fields, format: 'values' }).run(rows)
      expect([given.output, given.rejects]).toEqual([values.map((value) => [value]), whole.rejects])
      const lines = compilePlan({ items: [item], fields, format: 'ndjson' }).run(rows)
      expect(lines.output.join('')).toBe(values.map((value) => `${JSON.stringify({ x: value })}\n`).join(''))
      const array = compilePlan({ items: [item], fields, format: 'json' }).run(rows).output
      expect(JSON.parse(array)).toEqual(values.map((x) => ({ x })))
      const records = compilePlan({ items: [item], fields, format: 'csv' }).run(rows)
      expect(records.rows).toBe(values.length)
      for (const value of values)
        if (value !== null) expect(records.output.join('')).toContain(String(value).replaceAll('"', '""'))
    },
  )
  fc.assert(property, { numRuns: 3000 })
})
