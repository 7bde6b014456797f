import { BerthError } from '@berth/core'
import { describe, expect, test } from 'vitest'
import { loadDriver } from '../src/driver.ts'
import { listedTime } from '../src/listed-time.ts'
import { listedEntries } from '../src/listing.ts'

const driver = await loadDriver()
const now = new Date(2026, 10, 23, 12, 0)
const local = (year: number, month: number, day: number, hour = 0, minute = 0): number =>
  new Date(year, month - 1, day, hour, minute).getTime()

describe('listings as servers write them', () => {
  test.each([
    [
      'IIS 10, two digits of the year',
      '11-23-26  08:05AM       <DIR>          年报\r\n11-22-26  12:30AM                 1024 统计 表.csv\r\n',
      [
        { name: '年报', kind: 'folder', size: 0, modified: local(2026, 11, 23, 8, 5) },
        { name: '统计 表.csv', kind: 'file', size: 1024, modified: local(2026, 11, 22, 0, 30) },
      ],
    ],
    [
      'IIS 10, four digits of the year',
      '09-01-2025  12:00PM           4294967296 a.csv\r\n',
      [{ name: 'a.csv', kind: 'file', size: 4_294_967_296, modified: local(2025, 9, 1, 12) }],
    ],
    [
      'vsftpd 3.0, ls -l',
      'total 8\ndrwxr-xr-x    2 1000     1000         4096 Nov 23 10:00 sub\n-rw-r--r--    1 1000     1000           12 Dec 24 09:30 last year.csv\n-rw-r--r--    1 1000     1000            0 Mar 01  2019 old.csv\nlrwxrwxrwx    1 0        0               4 Nov 23 10:00 link -> a.csv\n',
      [
        { name: 'sub', kind: 'folder', size: 4096, modified: local(2026, 11, 23, 10) },
        { name: 'last year.csv', kind: 'file', size: 12, modified: local(2025, 12, 24, 9, 30) },
        { name: 'old.csv', kind: 'file', size: 0, modified: local(2019, 3, 1) },
        { name: 'link', kind: 'other', size: 4, modified: local(2026, 11, 23, 10) },
      ],
    ],
    [
      'MLSD of FileZilla Server',
      'type=cdir;modify=20261123040000; .\r\ntype=file;modify=20261123040506;size=7; 婚姻.csv\r\ntype=dir;modify=20261123040000; sub\r\n',
      [
        { name: '婚姻.csv', kind: 'file', size: 7, modified: Date.UTC(2026, 10, 23, 4, 5, 6) },
        { name: 'sub', kind: 'folder', size: 0, modified: Date.UTC(2026, 10, 23, 4) },
      ],
    ],
    ['nothing', 'total 0\r\n', []],
    ['only itself', 'drwxr-xr-x 2 a a 4096 Nov 23 10:00 .\ndrwxr-xr-x 2 a a 4096 Nov 23 10:00 ..\n', []],
  ])('%s', (_title, text, expected) => {
    expect(listedEntries(driver, text, now)).toEqual(expected)
  })

  test.each([
    ['a line that is no listing', 'type=file;size=7; a.csv\nbreak.csv\n'],
    ['a line that is cut', '-rw-r--r-- 1 a a 12 Nov 23 10:00 a.csv\n-rw-r--r-- 1 a\n'],
    ['another form', 'a.csv|12|2026-11-23\n'],
    ['half a megabyte without an end', `${'-rw-r--r-- 1 '.repeat(40_000)}\n`],
  ])('never loses a file without a word: %s', (_title, text) => {
    const started = performance.now()
    expect(() => listedEntries(driver, text, now)).toThrow(expect.objectContaining({ code: 'PROTOCOL_ERROR' }) as Error)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  test('errors say nothing of names', () => {
    try {
      listedEntries(driver, '某人的文件|12\n', now)
      expect.unreachable()
    } catch (error) {
      expect(BerthError.is(error)).toBe(true)
      expect(JSON.stringify(error)).not.toContain('某人')
    }
  })
})

test.each([
  ['Nov 23 10:00', local(2026, 11, 23, 10)],
  ['Nov 24 10:00', local(2026, 11, 24, 10)],
  ['Nov 25 10:00', local(2025, 11, 25, 10)],
  ['Feb 29 2024', local(2024, 2, 29)],
  ['11月 23 10:00', local(2026, 11, 23, 10)],
  ['2026-11-23 08:30', local(2026, 11, 23, 8, 30)],
  ['11-23-26 12:00AM', local(2026, 11, 23, 0)],
  ['11-23-99 11:59PM', local(1999, 11, 23, 23, 59)],
  ['yesterday', 0],
  ['Xyz 23 10:00', 0],
])('the time %j', (text, expected) => {
  expect(listedTime(text, now)).toBe(expected)
})
