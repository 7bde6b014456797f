import { expect, test } from 'vitest'
import { detectDatePattern } from '../../src/index.ts'

test.each([
  ['20010203', 'yyyyMMdd', 'date'],
  ['2001-02-03', 'yyyy-MM-dd', 'date'],
  ['2001/02/03', 'yyyy/MM/dd', 'date'],
  ['2001.02.03', 'yyyy.MM.dd', 'date'],
  ['2001年02月03日', 'yyyy年MM月dd日', 'date'],
  ['20010203040506', 'yyyyMMddHHmmss', 'datetime'],
  ['20010203040506789', 'yyyyMMddHHmmssSSS', 'datetime'],
  ['2001-02-03 04:05:06', 'yyyy-MM-dd HH:mm:ss', 'datetime'],
  ['2001/02/03 04:05', 'yyyy/MM/dd HH:mm', 'datetime'],
  ['2001-02-03T04:05:06.789', "yyyy-MM-dd'T'HH:mm:ss.SSS", 'datetime'],
  ['2001年02月03日 04时05分06秒', 'yyyy年MM月dd日 HH时mm分ss秒', 'datetime'],
])('%s is written as %s', (sample, pattern, type) => {
  expect(detectDatePattern([sample, `${sample}  `, null])).toEqual({ pattern, type, share: 1 })
})

test.each([
  ['20011303'],
  ['2001-02-30'],
  ['30010203'],
  ['2001-02-03 24:00:00'],
  ['2001-2-3'],
  ['2001-02/03'],
  ['2001O203'],
  ['x'],
])('%s is no date', (sample) => {
  expect(detectDatePattern([sample])).toBeUndefined()
})

test('one sample of ten may fail, two may not', () => {
  const dates = Array.from({ length: 9 }, () => '20010203')
  expect(detectDatePattern([...dates, '00000000'])).toEqual({ pattern: 'yyyyMMdd', type: 'date', share: 0.9 })
  expect(detectDatePattern([...dates, '00000000', '99999999'])).toBeUndefined()
  expect(detectDatePattern([])).toBeUndefined()
})
