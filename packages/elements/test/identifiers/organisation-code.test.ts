import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkOrganisationCode, normaliseOrganisationCode } from '../../src/identifiers/organisation-code.ts'

const signs = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')

test.each(['D2143569-X', 'M000100Y-4', 'T0000006-0', 'D2143569X'])('%s is valid', (code) => {
  expect(checkOrganisationCode(code)).toBeUndefined()
})

test.each([
  ['D2143569-1', 'check-digit'],
  ['D2143569+X', 'shape'],
  ['D214356-X', 'character'],
  ['D2143569-Y', 'character'],
  ['d2143569X', 'character'],
  ['D2143569', 'length'],
] as const)('%s fails: %s', (code, problem) => {
  expect(checkOrganisationCode(code)).toBe(problem)
})

test('each body has exactly one check character, and a digit changed is caught', () => {
  fc.assert(
    fc.property(fc.array(signs, { minLength: 8, maxLength: 8 }), fc.nat(7), fc.nat(9), (body, at, digit) => {
      const text = body.join('')
      const valid = [...'0123456789X'].filter((check) => checkOrganisationCode(text + check) === undefined)
      expect(valid).toHaveLength(1)
      fc.pre(/\d/.test(body[at] ?? '') && Number(body[at]) !== digit)
      const changed = text.slice(0, at) + digit + text.slice(at + 1)
      expect(checkOrganisationCode(changed + valid[0])).toBe('check-digit')
    }),
  )
})

test('the stored spelling has no hyphen', () => {
  expect(normaliseOrganisationCode('d2143569-x')).toBe('D2143569X')
})
