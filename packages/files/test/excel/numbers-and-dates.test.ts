import fc from 'fast-check'
import { expect, test } from 'vitest'
import { builtInTime, formatTime } from '../../src/codecs/excel/number-format.ts'
import { numberText } from '../../src/codecs/excel/number-text.ts'
import { serialText } from '../../src/codecs/excel/serial-date.ts'

test.each<[string, string | undefined, boolean?]>([
  ['1.1000000000000001', '1.1'],
  ['0.30000000000000004', '0.3'],
  ['1234.3000000000002', '1234.3'],
  ['2.9999999999999996', '3'],
  ['999999999999999.6', '1000000000000000', true],
  ['-1E-7', '-0.0000001'],
  ['1e-07', '0.0000001'],
  ['1.5E+3', '1500'],
  ['1.1010519491231E+17', '110105194912310000', true],
  ['110105194912310021', '110105194912310000', true],
  ['123456789012345', '123456789012345'],
  ['-0', '0'],
  ['0.000', '0'],
  ['.5', '0.5'],
  ['007', '7'],
  ['', undefined],
  ['.', undefined],
  ['1e401', undefined],
  ['Infinity', undefined],
  ['1,5', undefined],
])('the number %s is %s', (written, text, lossy = false) => {
  expect(numberText(written)).toEqual(text === undefined ? undefined : { text, lossy })
})

test('a number of 15 digits is kept however a double writes it', () => {
  const digits = fc.tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 99_999 }))
  fc.assert(
    fc.property(digits, ([whole, cents]) => {
      const typed = `${whole}.${String(cents).padStart(5, '0')}`
      const expected = typed.replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') || typed.includes('.') ? '' : zeros))
      for (const written of [Number(typed).toPrecision(17), Number(typed).toExponential(16), typed])
        expect(numberText(written)?.text).toBe(expected)
    }),
  )
})

test.each([
  ['General', undefined],
  ['0.00E+00', undefined],
  ['#,##0.00_);[Red](#,##0.00)', undefined],
  ['"日期："0', undefined],
  ['¥#,##0.00\\ "元/day"', undefined],
  ['@', undefined],
  ['yyyy"年"m"月"d"日"', 'date'],
  ['[DBNum1][$-804]yyyy"年"m"月";@', 'date'],
  ['[$-404]e/m/d', 'date'],
  ['aaaa', 'date'],
  ['mmm-yy', 'date'],
  ['yyyy\\-mm\\-dd\\ hh:mm:ss', 'datetime'],
  ['上午/下午h"时"mm"分"', 'time'],
  ['h:mm AM/PM', 'time'],
  ['mm:ss.0', 'time'],
  ['[h]:mm:ss', 'elapsed'],
])('the format %s is one of %s', (code, expected) => {
  expect(formatTime(code)).toBe(expected)
})

test('formats that have a number only', () => {
  expect([0, 9, 14, 20, 22, 31, 33, 46, 49, 57].map((id) => builtInTime(id))).toEqual([
    undefined,
    undefined,
    'date',
    'time',
    'datetime',
    'date',
    'time',
    'elapsed',
    undefined,
    'date',
  ])
})

test.each([
  [1, 'date', '1900-01-01'],
  [59, 'date', '1900-02-28'],
  [60, 'date', undefined],
  [61, 'date', '1900-03-01'],
  [45_351, 'date', '2024-02-29'],
  [45_351.25, 'date', '2024-02-29T06:00:00'],
  [45_351.354_340_277_78, 'datetime', '2024-02-29T08:30:15'],
  [36_525.999_988_425_92, 'datetime', '1999-12-31T23:59:59'],
  [36_525.999_999_999_9, 'datetime', '2000-01-01T00:00:00'],
  [45_351.000_005_787, 'datetime', '2024-02-29T00:00:00.5'],
  [2_958_465, 'date', '9999-12-31'],
  [2_958_466, 'date', undefined],
  [-1, 'date', undefined],
  [0, 'date', undefined],
  [0, 'time', '00:00:00'],
  [0.354_166_666_666_666_7, 'time', '08:30:00'],
  [1.5, 'time', '1900-01-01T12:00:00'],
  [1.104_166_666_666_7, 'elapsed', '26:30:00'],
  [Number.NaN, 'date', undefined],
] as const)('day %d as %s is %s', (days, time, expected) => {
  expect(serialText(days, time, false)).toBe(expected)
})

test('no day of any year gives a text that is no day', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 2_958_466, noNaN: true }), fc.boolean(), (days, from1904) => {
      const text = serialText(days, 'datetime', from1904)
      if (text !== undefined) expect(new Date(`${text}Z`).toISOString().slice(0, 19)).toBe(text.slice(0, 19))
    }),
  )
})
