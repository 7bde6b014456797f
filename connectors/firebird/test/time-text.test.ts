import { expect, test } from 'vitest'
import { dateText, datetimeText, timeText } from '../src/time-text.ts'

/** Firebird's day 0. */
const dayZero = Date.UTC(1858, 10, 17) / 86_400_000

test('every day from the year 1 to 9999', () => {
  const date = new Date(0)
  for (let day = -678_575; day <= 2_973_483; day++) {
    date.setTime((day + dayZero) * 86_400_000)
    const expected = date.toISOString().slice(0, 10)
    if (dateText(day) !== expected) expect(dateText(day)).toBe(expected)
  }
  expect(dateText(-678_575)).toBe('0001-01-01')
  expect(dateText(2_973_483)).toBe('9999-12-31')
})

test.each([
  [0, '00:00:00'],
  [1, '00:00:00.0001'],
  [863_999_999, '23:59:59.9999'],
  [10_000, '00:00:01'],
  [451_234_500, '12:32:03.45'],
  [451_230_010, '12:32:03.001'],
])('%i ten-thousandths of a second are %s', (units, text) => {
  expect(timeText(units)).toBe(text)
  expect(datetimeText(40_587, units)).toBe(`1970-01-01T${text}`)
})

test('a text once given out does not change with the next', () => {
  const first = datetimeText(0, 0)
  datetimeText(1, 863_999_999)
  expect(first).toBe('1858-11-17T00:00:00')
})
