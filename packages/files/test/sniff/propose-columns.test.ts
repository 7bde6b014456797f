import { expect, test } from 'vitest'
import { proposeKey, proposeNulls, proposeType } from '../../src/sniff/propose-columns.ts'

const counted = Array.from({ length: 20 }, (_each, index) => String(index * 7))

test.each([
  ['金额', ['1.50', '12', '-3.25'], 'decimal'],
  ['AMOUNT', ['1.50', null, '3.25'], 'decimal'],
  ['从业人数', ['1', '12', '3'], 'integer'],
  ['x', counted, 'integer'],
  ['urgent', ['true', 'false'], 'boolean'],
  ['zeros in front', ['007', '12', '3'], 'text'],
  ['lengths all alike', Array.from({ length: 20 }, (_each, index) => String(1000 + index)), 'text'],
  ['a few values only', ['1', '2', '1', '12'], 'text'],
  ['联系电话', ['13910000001', '5'], 'text'],
  ['证件号码', counted, 'text'],
  ['user_id', counted, 'text'],
  ['citizen', ['110105194912310021', '110105194912310022'], 'text'],
  ['day', ['20261122', '20261121'], 'text'],
  ['版本', ['1.0', '1.1'], 'text'],
  ['金额', ['1.50', '12,000.00'], 'text'],
  ['金额', ['1.50', ''], 'text'],
  ['金额', ['1.50', 'NULL'], 'text'],
  ['empty', [null, null], 'text'],
])('%s of %j is %s', (name, cells, type) => {
  expect(proposeType(name, cells, false)).toBe(type)
})

test('a key is a text', () => {
  expect(proposeType('x', counted, true)).toBe('text')
})

test.each([
  [
    ['姓名', '许可证号'],
    [
      ['甲', '1'],
      ['甲', '2'],
    ],
    '许可证号',
  ],
  [
    ['身份证号', '许可证号'],
    [
      ['1', 'a'],
      ['2', 'b'],
    ],
    '许可证号',
  ],
  [
    ['NAME', 'PERMIT_ID'],
    [
      ['a', '1'],
      ['b', '2'],
    ],
    'PERMIT_ID',
  ],
  [['visitId'], [['1'], ['2']], 'visitId'],
  [['许可证号'], [['1'], ['1']], undefined],
  [['许可证号'], [['1'], [null]], undefined],
  [['许可证号'], [['1']], undefined],
  [
    ['序号', '联系电话'],
    [
      ['1', '1'],
      ['2', '2'],
    ],
    undefined,
  ],
  [
    ['paid', 'name'],
    [
      ['1', 'a'],
      ['2', 'b'],
    ],
    undefined,
  ],
])('of %j the key is proposed by name and values', (names, rows, key) => {
  expect(proposeKey(names, rows)).toBe(key)
})

test('words for NULL', () => {
  expect(
    proposeNulls([
      ['a', 'NULL'],
      [null, '\\N'],
      ['', 'nullable'],
    ]),
  ).toEqual(['NULL', '\\N'])
})
