import type { LogicalType, Value } from '@berth/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SortKeys } from '../../src/session/sort-key.ts'

function compared(type: LogicalType, one: Value, other: Value): number {
  const keys = new SortKeys([type])
  return Math.sign(Buffer.compare(keys.encode([one]).slice(), keys.encode([other]).slice()))
}

function byCodePoint(one: string, other: string): number {
  return Math.sign(Buffer.compare(Buffer.from(one), Buffer.from(other)))
}

const text = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((each) => each.isWellFormed())

test('texts are ordered by code point, and alike only where every character is', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(compared({ name: 'text' }, one, other)).toBe(byCodePoint(one, other))
    }),
  )
  for (const [one, other] of [
    ['a', 'a\0'],
    ['a\0', 'a\u0001'],
    ['\ufffd', '\ud800'],
    ['\ud800', '\udc00'],
  ] as const)
    expect(compared({ name: 'text' }, one, other)).not.toBe(0)
})

test('numbers are ordered by their size', () => {
  const whole = fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n })
  fc.assert(
    fc.property(whole, whole, fc.integer({ min: 0, max: 6 }), (one, other, scale) => {
      const printed = (value: bigint): string => {
        const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
        const point = digits.length - scale
        return `${value < 0n ? '-' : ''}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`
      }
      const expected = one < other ? -1 : one > other ? 1 : 0
      expect(compared({ name: 'decimal' }, printed(one), printed(other))).toBe(expected)
    }),
  )
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (one, other) => {
      expect(compared({ name: 'double' }, one, other)).toBe(one < other ? -1 : one > other ? 1 : 0)
    }),
  )
  for (const [one, other] of [
    ['1.5', '1.500'],
    ['0', '-0.00'],
    ['-0.10', '-0.1'],
  ] as const)
    expect(compared({ name: 'decimal' }, one, other)).toBe(0)
})

test('times are ordered by the moment', () => {
  const datetime = { name: 'datetime' } as const
  expect(compared(datetime, '2026-11-23T12:00:00', '2026-11-23T12:00:00.000')).toBe(0)
  expect(compared(datetime, '2026-11-23T12:00:00', '2026-11-23T12:00:00.0001')).toBe(-1)
  expect(compared(datetime, '2026-11-23T12:00:10', '2026-11-23T12:00:01')).toBe(1)
  expect(compared({ name: 'instant' }, '2026-11-23T12:00:00Z', '2026-11-23T12:00:00.5Z')).toBe(-1)
})

test('tuples are ordered by their first value first, NULL before all', () => {
  const type = { name: 'text' } as const
  const tuple = fc.tuple(fc.option(text), fc.option(text))
  const order = (one: string | null, other: string | null): number => {
    if (one === null || other === null) return (one === null ? 0 : 1) - (other === null ? 0 : 1)
    return byCodePoint(one, other)
  }
  fc.assert(
    fc.property(tuple, tuple, (one, other) => {
      const keys = new SortKeys([type, type])
      const found = Math.sign(Buffer.compare(keys.encode(one).slice(), keys.encode(other).slice()))
      expect(found).toBe(order(one[0], other[0]) || order(one[1], other[1]))
    }),
  )
})
