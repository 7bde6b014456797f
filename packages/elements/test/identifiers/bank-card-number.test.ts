import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkBankCardNumber, normaliseBankNumber } from '../../src/identifiers/bank-card-number.ts'

test.each(['4111111111111111', '0079927398713'])('%s is valid', (number) => {
  expect(checkBankCardNumber(number)).toBeUndefined()
})

test.each([
  ['4111111111111112', 'check-digit'],
  ['41111111111', 'length'],
  ['41111111111111111111', 'length'],
  ['411111111111111a', 'character'],
] as const)('%s fails: %s', (number, problem) => {
  expect(checkBankCardNumber(number)).toBe(problem)
})

test('each body has exactly one check digit, and any one digit changed is caught', () => {
  const bodies = fc.array(fc.nat(9), { minLength: 11, maxLength: 18 })
  fc.assert(
    fc.property(bodies, fc.nat(17), fc.integer({ min: 1, max: 9 }), (body, place, by) => {
      const valid = [...'0123456789'].filter((check) => checkBankCardNumber(body.join('') + check) === undefined)
      expect(valid).toHaveLength(1)
      const at = place % body.length
      const changed = body.map((digit, index) => (index === at ? (digit + by) % 10 : digit))
      expect(checkBankCardNumber(changed.join('') + valid[0])).toBe('check-digit')
    }),
  )
})

test('blanks and hyphens are no part of the number', () => {
  expect(normaliseBankNumber('4111 1111-1111 1111')).toBe('4111111111111111')
})
