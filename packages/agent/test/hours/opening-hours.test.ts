import { type Hours, parseHours } from '@berth/manifest'
import { describe, expect, test } from 'vitest'
import { isUp, nextUp } from '../../src/hours/opening-hours.ts'

function hours(notation: string): Hours {
  const read = parseHours(notation)
  if (read === undefined) throw new TypeError(notation)
  return read
}

function opens(notation: string, instant: string): string | undefined {
  const next = nextUp(hours(notation), Date.parse(instant))
  return next === undefined ? undefined : new Date(next).toISOString()
}

const office = 'Mon-Thu 08:30-12:00,14:00-17:30; Fri 08:30-12:00 Asia/Shanghai'

test.each([
  ['2026-11-23T00:29:59Z', false],
  ['2026-11-23T00:30:00Z', true],
  ['2026-11-23T03:59:59.999Z', true],
  ['2026-11-23T04:00:00Z', false],
  ['2026-11-23T06:00:00Z', true],
  ['2026-11-23T09:30:00Z', false],
  ['2026-11-27T06:00:00Z', false],
  ['2026-11-28T02:00:00Z', false],
])('in Shanghai at %s the office is up: %s', (instant, up) => {
  expect(isUp(hours(office), Date.parse(instant))).toBe(up)
})

test.each([
  ['2026-11-23T01:00:12.345Z', '2026-11-23T01:00:12.345Z'],
  ['2026-11-23T04:00:00Z', '2026-11-23T06:00:00.000Z'],
  ['2026-11-23T23:59:59Z', '2026-11-24T00:30:00.000Z'],
  ['2026-11-27T04:00:00Z', '2026-11-30T00:30:00.000Z'],
  ['2026-11-29T16:00:01Z', '2026-11-30T00:30:00.000Z'],
])('from %s it is up next at %s', (instant, next) => {
  expect(opens(office, instant)).toBe(next)
})

test('midnight belongs to the day that begins', () => {
  expect(isUp(hours('Mon-Sun 00:00-24:00 Asia/Shanghai'), Date.parse('2026-11-23T16:00:00Z'))).toBe(true)
  expect(opens('Sun 00:00-00:01 UTC', '2026-11-22T00:01:00Z')).toBe('2026-11-29T00:00:00.000Z')
})

describe('where clocks are set', () => {
  // Berlin, 29 March 2026: 02:00 becomes 03:00. 25 October 2026: 03:00 becomes 02:00.
  test('hours that begin in the gap begin behind it', () => {
    expect(opens('Sun 02:30-04:00 Europe/Berlin', '2026-03-29T00:00:00Z')).toBe('2026-03-29T01:00:00.000Z')
  })

  test('hours wholly in the gap are left out for a week', () => {
    expect(opens('Sun 02:10-02:50 Europe/Berlin', '2026-03-29T00:00:00Z')).toBe('2026-04-05T00:10:00.000Z')
  })

  test('hours behind the gap come an hour sooner', () => {
    expect(opens('Sun 08:00-09:00 Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-03-29T06:00:00.000Z')
  })

  test('hours that are repeated are up twice, and those behind come an hour later', () => {
    expect(opens('Sun 02:00-02:30 Europe/Berlin', '2026-10-25T00:31:00Z')).toBe('2026-10-25T01:00:00.000Z')
    expect(opens('Sun 08:00-09:00 Europe/Berlin', '2026-10-24T12:00:00Z')).toBe('2026-10-25T07:00:00.000Z')
  })

  test('a zone that moves by half an hour', () => {
    // Lord Howe Island, 4 October 2026: 02:00 becomes 02:30.
    expect(opens('Sun 02:15-03:00 Australia/Lord_Howe', '2026-10-03T15:00:00Z')).toBe('2026-10-03T15:30:00.000Z')
  })
})

test('what nextUp says is up, and no minute before it is', () => {
  for (const zone of ['Asia/Shanghai', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns']) {
    const open = hours(`Sat,Sun 01:07-02:41,23:50-24:00; Wed 12:00-13:00 ${zone}`)
    for (let at = Date.parse('2026-10-02T00:03:00Z'); at < Date.parse('2026-11-09T00:00:00Z'); at += 2.9e7) {
      const next = nextUp(open, at) ?? Number.NaN
      expect(isUp(open, next)).toBe(true)
      for (let minute = Math.ceil(at / 6e4) * 6e4; minute < next; minute += 6e4 * 5)
        expect(isUp(open, minute)).toBe(false)
    }
  }
})
