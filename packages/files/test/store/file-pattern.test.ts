import { describe, expect, test } from 'vitest'
import { filePattern, inFileOrder } from '../../src/store/file-pattern.ts'
import { isLeftAlone } from '../../src/store/file-set.ts'

function matching(pattern: string, paths: readonly string[]): string[] {
  return paths
    .flatMap((path) => filePattern(pattern)?.match(path) ?? [])
    .sort(inFileOrder)
    .map(({ path }) => path)
}

describe('which files a pattern names', () => {
  test.each([
    ['permits.csv', ['permits.CSV', 'permits.csv'], ['Permits.csv', 'permits.csv.bak', 'a/permits.csv', 'permitsxcsv']],
    ['permits-*.csv', ['permits-.csv', 'permits-许可.Csv'], ['permits.csv', 'permits-1.csv2', 'a/permits-1.csv']],
    ['permits-?.csv', ['permits-1.csv', 'permits-许.csv'], ['permits-12.csv', 'permits-.csv']],
    ['in/*/x.csv', ['in/a/x.csv'], ['in/x.csv', 'in/a/b/x.csv', 'out/a/x.csv']],
    ['a+(b)[c].csv', ['a+(b)[c].csv'], ['aab.csv', 'a+bc.csv']],
    ['d-{yyyyMMdd}.csv', ['d-20240229.csv'], ['d-20230229.csv', 'd-20241301.csv', 'd-2024022.csv', 'd-00000101.csv']],
    ['{yyyy-MM-dd}/d.csv', ['2026-11-23/d.csv'], ['20261123/d.csv', '2026-11-31/d.csv']],
    ['d-{yyyyMMddHHmmss}.csv', ['d-20261123235959.csv'], ['d-20261123240000.csv', 'd-20261123236000.csv']],
    ['{yyyyMMdd}/{yyyyMMdd}.csv', ['20261123/20261123.csv'], ['20261123/20261124.csv']],
  ])('%s', (pattern, those, others) => {
    expect(matching(pattern, [...others, ...those])).toEqual(those)
  })

  test.each([
    '',
    '/a.csv',
    'a//b.csv',
    '../a.csv',
    'a/../b.csv',
    '.',
    'a\\b.csv',
    'a\0.csv',
    'a{b.csv',
    'd-{xyz}.csv',
    'd-{}.csv',
  ])('%j leads out of the store, or is no pattern', (pattern) => expect(filePattern(pattern)).toBeUndefined())

  test('a long name that nearly fits a pattern of many stars is told at once', () => {
    const started = performance.now()
    expect(matching(`${'*a'.repeat(30)}.csv`, [`${'a'.repeat(250)}.txt`])).toEqual([])
    expect(matching(`${'*a'.repeat(30)}*.csv`, [`${'a'.repeat(250)}.csv`])).toHaveLength(1)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('a date is found behind digits that are none', () => {
    expect(matching('*{yyyyMMdd}*.csv', ['a99999999-20261123-1.csv'])).toHaveLength(1)
    expect(matching('*{yyyyMMdd}*.csv', ['a99999999-20261323-1.csv'])).toEqual([])
  })
})

describe('the order of files', () => {
  test('by the date in the name, whatever stands before it', () => {
    const names = ['b-20261124.csv', 'a-20261125.csv', 'c-20261123.csv']
    expect(matching('?-{yyyyMMdd}.csv', names)).toEqual(['c-20261123.csv', 'b-20261124.csv', 'a-20261125.csv'])
  })

  test('a date whose parts stand in another order is a date all the same', () => {
    expect(matching('{ddMMyyyy}.csv', ['01122025.csv', '02112026.csv', '31121999.csv'])).toEqual([
      '31121999.csv',
      '01122025.csv',
      '02112026.csv',
    ])
  })

  test('by name, where numbers count as numbers', () => {
    const names = ['p-10.csv', 'p-9.csv', 'p-010.csv', 'p-1.csv', 'p-99999999999999999999.csv', 'p-a.csv']
    expect(matching('p-*.csv', names)).toEqual([
      'p-1.csv',
      'p-9.csv',
      'p-010.csv',
      'p-10.csv',
      'p-99999999999999999999.csv',
      'p-a.csv',
    ])
  })
})

test.each([
  ['permits.csv', false],
  ['许可 2026.xlsx', false],
  ['permits.csv.part', true],
  ['permits.TMP', true],
  ['permits.csv.filepart', true],
  ['~$permits.xlsx', true],
  ['.permits.csv', true],
  ['permits.csv~', true],
  ['permits.csv.manifest.json', true],
  ['permits.csv.receipt.json', true],
])('a file named %s: left alone is %s', (name, left) => expect(isLeftAlone(name)).toBe(left))
