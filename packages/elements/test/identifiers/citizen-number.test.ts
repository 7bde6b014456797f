import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkCitizenNumber,
  extendCitizenNumber,
  normaliseCitizenNumber,
} from '../../src/identifiers/citizen-number.ts'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

const validNumbers = fc
  .tuple(
    fc.integer({ min: 100000, max: 999999 }),
    fc.date({ min: new Date('0100-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([division, date, sequence]) => {
    const body = division + date.toISOString().slice(0, 10).replaceAll('-', '') + String(sequence).padStart(3, '0')
    const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0)
    return body + '10X98765432'.charAt(sum % 11)
  })

test.each(['11010519491231002X', '440524188001010014', '110101190001011009', '11010519491231002x', '110105491231002'])(
  '%s is valid',
  (number) => {
    expect(checkCitizenNumber(number)).toBeUndefined()
  },
)

test.each([
  ['110105194912310021', 'check-digit'],
  ['11010519491331002X', 'date'],
  ['110105194902290021', 'date'],
  ['110105491331002', 'date'],
  ['1101051949123100', 'length'],
  ['', 'length'],
  ['11010519491231O02X', 'character'],
  ['11010519491231002Y', 'character'],
  ['11010519491231002Ｘ', 'character'],
] as const)('%s fails: %s', (number, problem) => {
  expect(checkCitizenNumber(number)).toBe(problem)
})

test('thirteen months fail on the date whatever the check character', () => {
  for (const check of '0123456789X') expect(checkCitizenNumber(`11010519491331002${check}`)).toBe('date')
})

test('a withdrawn or unknown division is no reason to refuse', () => {
  fc.assert(fc.property(validNumbers, (number) => checkCitizenNumber(number) === undefined))
})

test('any one digit changed is caught', () => {
  fc.assert(
    fc.property(validNumbers, fc.nat(16), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
      const changed = number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1)
      return checkCitizenNumber(changed) !== undefined
    }),
  )
})

test('two neighbours exchanged are caught', () => {
  fc.assert(
    fc.property(validNumbers, fc.nat(15), (number, at) => {
      fc.pre(number[at] !== number[at + 1])
      const changed = number.slice(0, at) + number.charAt(at + 1) + number.charAt(at) + number.slice(at + 2)
      return checkCitizenNumber(changed) !== undefined
    }),
  )
})

test('the stored spelling has half-width digits and a capital X', () => {
  expect(normaliseCitizenNumber('１１０１０５１９４９１２３１００２ｘ')).toBe('11010519491231002X')
  expect(normaliseCitizenNumber(' 11010519491231002x ')).toBe('11010519491231002X')
  const kept = '11010519491231002X'
  expect(normaliseCitizenNumber(kept)).toBe(kept)
})

test('normalising twice is normalising once, and changes no verdict of a valid number', () => {
  fc.assert(
    fc.property(fc.oneof(validNumbers, fc.string()), (text) => {
      const once = normaliseCitizenNumber(text)
      expect(normaliseCitizenNumber(once)).toBe(once)
      if (checkCitizenNumber(text) === undefined) expect(checkCitizenNumber(once)).toBeUndefined()
    }),
  )
})

test('fifteen digits are extended to eighteen', () => {
  expect(extendCitizenNumber('110105491231002')).toBe('11010519491231002X')
  expect(extendCitizenNumber('110105491331002')).toBeUndefined()
  expect(extendCitizenNumber('11010519491231002X')).toBeUndefined()
})
