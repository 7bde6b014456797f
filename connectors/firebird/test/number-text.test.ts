import fc from 'fast-check'
import { expect, test as property, test } from 'vitest'
import { decimalText, exactInteger, shortestFloat } from '../src/number-text.ts'

test.each([
  [0, 4, '0.0000'],
  [-1, 4, '-0.0001'],
  [12345, 2, '123.45'],
  [-32768, 2, '-327.68'],
  [9007199254740991, 1, '900719925474099.1'],
  [9223372036854775807n, 4, '922337203685477.5807'],
  [-9223372036854775808n, 18, '-9.223372036854775808'],
  [5, 18, '0.000000000000000005'],
  [7, -2, '700'],
  [0, -2, '0'],
])('%s with scale %i is %s', (whole, scale, text) => {
  expect(decimalText(scale)(whole)).toBe(text)
})

property('agrees with whole-number arithmetic for every 64-bit number and scale', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.integer({ min: 1, max: 18 }),
      (value, scale) => {
        const whole = exactInteger(Number(value >> 32n), Number(value & 0xffff_ffffn))
        expect(String(whole)).toBe(String(value))
        const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
        const text = `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
        expect(decimalText(scale)(whole)).toBe(text)
      },
    ),
  )
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 14 }), (value, scale) => {
      expect(
        decimalText(scale)(value)
          .replace('.', '')
          .replace(/^(-?)0+(?=\d)/, '$1'),
      ).toBe(String(value))
    }),
  )
})

test.each([
  [Math.fround(1.1), 1.1],
  [Math.fround(0.1), 0.1],
  [16777217, 16777217],
  [-2.5, -2.5],
  [Math.fround(3.4028234e38), 3.4028235e38],
])('single precision %d is %d', (value, shortest) => {
  expect(shortestFloat(value)).toBe(shortest)
})
