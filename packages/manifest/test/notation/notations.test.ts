import { expect, test } from 'vitest'
import { identifierFrom, parseDuration, parseHours, parseTemporalPattern } from '../../src/index.ts'
import { likelyType } from '../../src/notation/likely-type.ts'
import { nearest } from '../../src/notation/nearest.ts'

test.each<[string, number | undefined]>([
  ['P1D', 86_400_000],
  ['P1W', 604_800_000],
  ['PT10M', 600_000],
  ['P1DT2H3M4S', 93_784_000],
  ['PT0S', 0],
  ['10m', 600_000],
  ['500ms', 500],
  ['2h', 7_200_000],
  ['P', undefined],
  ['PT', undefined],
  ['P1M', undefined],
  ['P1DT', undefined],
  ['-P1D', undefined],
  ['1.5h', undefined],
  ['10', undefined],
  ['99999999999999d', undefined],
])('the duration %s', (notation, milliseconds) => expect(parseDuration(notation)).toBe(milliseconds))

test('hours', () => {
  expect(parseHours('Mon-Thu,Sat 08:30-12:00, 14:00-17:30; Fri 08:30-24:00 Asia/Urumqi')).toEqual({
    windows: [
      { days: [1, 2, 3, 4, 6], from: 510, to: 720 },
      { days: [1, 2, 3, 4, 6], from: 840, to: 1050 },
      { days: [5], from: 510, to: 1440 },
    ],
    zone: 'Asia/Urumqi',
  })
  expect(parseHours('Mon-Fri 08:30-17:30')?.zone).toBe('Asia/Shanghai')
  expect(parseHours('Mon-Sun 00:00-24:00 UTC')?.windows).toHaveLength(1)
})

test.each([
  '',
  'Mon-Fri',
  '08:30-17:30',
  'Mon-Fri 8:30-17:30',
  'Mon-Fri 17:30-08:30',
  'Mon-Fri 08:30-24:01',
  'Mon-Fri 08:60-17:30',
  'Fri-Mon 08:30-17:30',
  'Mon-Fri 08:30-17:30 Asia/Nowhere',
  'Montag 08:30-17:30',
  'Mon-Wed-Fri 08:30-17:30',
])('%s tells no hours', (notation) => expect(parseHours(notation)).toBeUndefined())

test('temporal patterns', () => {
  expect(parseTemporalPattern("yyyy年MM月dd日'T'HH:mm''ss.SSS")).toEqual([
    { field: 'yyyy', length: 4 },
    { literal: '年' },
    { field: 'MM', length: 2 },
    { literal: '月' },
    { field: 'dd', length: 2 },
    { literal: '日' },
    { literal: 'T' },
    { field: 'HH', length: 2 },
    { literal: ':' },
    { field: 'mm', length: 2 },
    { literal: "'" },
    { field: 'ss', length: 2 },
    { literal: '.' },
    { field: 'S', length: 3 },
  ])
  for (const wrong of ['', 'YYYYMMdd', 'yyMMdd', 'yyyyMMddyyyy', 'yyyy-MM-ddTHH', "yyyy'", '年月日']) {
    expect(parseTemporalPattern(wrong), wrong).toBeUndefined()
  }
})

test('ids are made of names', () => {
  expect(identifierFrom('MARRIAGE_INFO')).toBe('marriageInfo')
  expect(identifierFrom('NF SFZH')).toBe('nfSfzh')
  expect(identifierFrom('husbandId')).toBe('husbandId')
  expect(identifierFrom('婚姻')).toBeUndefined()
  expect(identifierFrom('1号')).toBeUndefined()
})

test('the nearest word is found, and none where none is near', () => {
  expect(nearest('5', ['1', '2'])).toBe(undefined)
  expect(nearest('titel', ['title', 'trim'])).toBe('title')
  expect(nearest('Title', ['title'])).toBe('title')
  expect(nearest('on_invalid', ['onInvalid'])).toBe('onInvalid')
  expect(nearest('colour', ['title', 'trim'])).toBeUndefined()
  expect(nearest('x', ['id', 'by'])).toBeUndefined()
})

test.each<[string, string | undefined]>([
  ['varchar2(30)', 'text(30)'],
  ['NUMBER(18, 4)', 'decimal(18,4)'],
  ['int(11)', 'integer'],
  ['Text', 'text'],
  ['datetme', 'datetime'],
  ['decimal(4,18)', 'decimal'],
  ['geometry', undefined],
  ['{}', undefined],
])('the type %s is likely %s', (notation, type) => expect(likelyType(notation)).toBe(type))
