import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTime, writeTime } from '../../src/gateways/time-form.ts'

const year2001 = 1_000_000_000_000
const time = fc.integer({ min: year2001, max: 9_999_999_999_999 })

test('a time is read back as it was written, in whole seconds where the form has no more', () => {
  fc.assert(
    fc.property(time, (now) => {
      const second = Math.floor(now / 1000) * 1000
      expect(readTime('ms', writeTime('ms', now))).toBe(now)
      expect(readTime('s', writeTime('s', now))).toBe(second)
      expect(readTime('http-date', writeTime('http-date', now))).toBe(second)
    }),
  )
})

test.each([
  ['ms', ['', '1700000000', '01700000000000', '+170000000000', ' 1700000000000', '1.7e12', '1700000000000\n']],
  ['s', ['', '1700000000000', '01700000000', '+170000000', ' 1700000000', '1.7e9', '１７００００００００']],
  [
    'http-date',
    [
      '',
      '2023-11-14T22:13:20Z',
      'Tue, 14 Nov 2023 22:13:20 +0000',
      'Wed, 14 Nov 2023 22:13:20 GMT',
      'Tue, 14 Nov 2023 22:13:20 GMT ',
      'Tuesday, 14-Nov-23 22:13:20 GMT',
      'Wed, 15 Nov 2023 06:13:20 GMT+8',
    ],
  ],
] as const)('a time that is not written as %s is none', (form, texts) => {
  for (const text of texts) expect(readTime(form, text), text).toBeNaN()
})
