import { expect, test } from 'vitest'
import { groupFiles } from '../../src/sniff/group-files.ts'
import { filePattern } from '../../src/store/file-pattern.ts'

function grouped(
  paths: readonly string[],
  taken: readonly string[] = [],
): Record<string, readonly [string, ...string[]]> {
  const files = paths.map((path) => ({ path, size: 1, modified: 0 }))
  const groups = groupFiles(files, new Set(taken))
  return Object.fromEntries(
    groups.map((group) => [group.name, [group.pattern, ...group.files.map(({ path }) => path)]]),
  )
}

test.each([
  ['permits-{yyyyMMdd}.csv', 'permits', ['permits-20261121.csv', 'permits-20261122.csv']],
  ['permits-{yyyyMMdd}.csv', 'permits', ['permits-20261122.csv']],
  ['permits_{yyyy-MM-dd}.csv', 'permits', ['permits_2026-11-21.csv', 'permits_2026-11-22.csv']],
  ['permits-{yyyyMM}.csv', 'permits', ['permits-202610.csv', 'permits-202611.csv']],
  ['permits-{yyyy-MM}.csv', 'permits', ['permits-2026-10.csv', 'permits-2026-11.csv']],
  ['permits-{yyyyMMddHHmmss}.csv', 'permits', ['permits-20261121083000.csv', 'permits-20261122083000.csv']],
  ['permits-{yyyyMMdd}-{HHmmss}.csv', 'permits', ['permits-20261121-083000.csv', 'permits-20261121-093000.csv']],
  ['permits-{yyyyMMdd}-*.csv', 'permits', ['permits-20261121-1.csv', 'permits-20261121-2.csv']],
  ['permits-*.csv', 'permits', ['permits-000001.csv', 'permits-000002.csv']],
  ['permits-*.csv', 'permits', ['permits-9.csv', 'permits-10.csv']],
  ['许可{yyyy}年{MM}月.xlsx', '许可', ['许可2026年10月.xlsx', '许可2026年11月.xlsx']],
  ['{yyyyMMdd}.txt', 'files', ['20261121.txt', '20261122.txt']],
  ['daily/{yyyyMMdd}.txt', 'daily', ['daily/20261121.txt', 'daily/20261122.txt']],
  ['{yyyyMMdd}/permits.csv', 'permits', ['20261121/permits.csv', '20261122/permits.csv']],
  ['{yyyyMMdd}/permits-{yyyyMMdd}.csv', 'permits', ['20261121/permits-20261121.csv', '20261122/permits-20261122.csv']],
  ['t{yyyyMMdd}-*.csv', 't', ['t20260101-20260131.csv', 't20260201-20260228.csv']],
  ['permits-{yyyyMMdd}.CSV', 'permits', ['permits-20261121.CSV', 'permits-20261122.csv']],
  ['a?b?-*.csv', 'a-b', ['a{b}-1.csv', 'a{b}-2.csv']],
])('%s (%s)', (pattern, name, paths) => {
  expect(grouped(paths)).toEqual({ [name]: [pattern, ...paths] })
  for (const path of paths) expect(filePattern(pattern)?.match(path)).toBeDefined()
})

test('what is no date is a number: 31 February, the year 1234', () => {
  expect(grouped(['a-20260231.csv', 'a-20260230.csv'])).toEqual({ a: ['a-*.csv', 'a-20260230.csv', 'a-20260231.csv'] })
  expect(Object.values(grouped(['b-12341122.csv', 'b-12341123.csv']))[0]?.[0]).toBe('b-*.csv')
})

test('a single file with a number stays as it is, and what could come is said', () => {
  const groups = groupFiles([{ path: 'permits-1.csv', size: 1, modified: 0 }], new Set())
  expect(groups).toMatchObject([{ name: 'permits', pattern: 'permits-1.csv', dated: false, perhapsNumbered: true }])
})

test('words, folders and extensions tell sets apart, and names stay free of those that are taken', () => {
  const paths = ['permits-1.csv', 'permits-2.csv', 'permits.xlsx', 'old/permits.csv', 'fines.csv']
  expect(Object.keys(grouped(paths))).toEqual(['fines', 'old-permits', 'permits-csv', 'permits-xlsx'])
  expect(Object.keys(grouped(['fines.csv'], ['fines']))).toEqual(['fines-2'])
})

test('ten thousand names take no time to speak of', () => {
  const paths = Array.from({ length: 10_000 }, (_each, index) => `dump-${index}-${20261101 + (index % 28)}.csv`)
  const groups = groupFiles(
    paths.map((path) => ({ path, size: 1, modified: 0 })),
    new Set(),
  )
  expect(groups).toMatchObject([{ pattern: 'dump-*-{yyyyMMdd}.csv' }])
  expect(groups[0]?.files).toHaveLength(10_000)
})
