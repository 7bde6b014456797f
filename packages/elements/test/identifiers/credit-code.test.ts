import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkCreditCode, normaliseCreditCode } from '../../src/identifiers/credit-code.ts'

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const signs = fc.constantFrom(...alphabet)

const validCodes = fc.array(signs, { minLength: 17, maxLength: 17 }).map((characters) => {
  let sum = 0
  let weight = 1
  for (const character of characters) {
    sum += alphabet.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return characters.join('') + alphabet.charAt((31 - (sum % 31)) % 31)
})

test.each(['91350100M000100Y43', '91000000T000002470'])('%s is valid', (code) => {
  expect(checkCreditCode(code)).toBeUndefined()
})

test.each([
  ['91350100M000100Y4Z', 'character'],
  ['9I350100M000100Y43', 'character'],
  ['91350100M000100Y44', 'check-digit'],
  ['91350100M000100Y4', 'length'],
  ['91350100m000100y43', 'character'],
  ['91350100M000100Y4字', 'character'],
] as const)('%s fails: %s', (code, problem) => {
  expect(checkCreditCode(code)).toBe(problem)
})

test('any one character changed is caught', () => {
  fc.assert(
    fc.property(validCodes, fc.nat(17), signs, (code, at, sign) => {
      expect(checkCreditCode(code)).toBeUndefined()
      fc.pre(code[at] !== sign)
      expect(checkCreditCode(code.slice(0, at) + sign + code.slice(at + 1))).toBe('check-digit')
    }),
  )
})

test('two neighbours exchanged are caught', () => {
  fc.assert(
    fc.property(validCodes, fc.nat(15), (code, at) => {
      fc.pre(code[at] !== code[at + 1])
      const changed = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2)
      return checkCreditCode(changed) === 'check-digit'
    }),
  )
})

test('the stored spelling is capital and half-width', () => {
  expect(normaliseCreditCode('91350100ｍ000100y43 ')).toBe('91350100M000100Y43')
})
