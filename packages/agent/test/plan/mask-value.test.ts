import { BerthError, type Field, Secret } from '@berth/core'
import type { Item, MaskForm } from '@berth/manifest'
import { type TokenKey, tokenKey } from '@berth/trust'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePlan } from '../../src/plan/compile-plan.ts'
import type { KeyedMask } from '../../src/plan/keyed-masks.ts'
import { describedItem, type GivenItem, hidden, maskedItem } from '../../src/plan/mask-value.ts'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { testItem, type } from './test-item.ts'

function masked(form: MaskForm, notation = 'text', more: Partial<Item> = {}): GivenItem {
  return maskedItem(testItem('x', notation, { grade: 3, ...more }), { form, grade: 1 })
}

const hash = (key: TokenKey): KeyedMask => ({ form: 'hash', grade: 1, key: () => key })

function hashed(key: TokenKey, more: Partial<Item>): GivenItem {
  return maskedItem(testItem('x', 'text', { grade: 3, ...more }), hash(key))
}

function shown(item: GivenItem, cells: readonly (string | null)[], column = 'text'): unknown[] {
  const fields: Field[] = [{ name: 'X', type: type(column) }]
  return compilePlan({ items: [item], fields, format: 'values' })
    .run(cells.map((cell) => [cell]))
    .output.map(([value]) => value)
}

describe('a masked value', () => {
  test('shows what its element keeps', () => {
    const [number = ''] = citizenNumbers
    expect(shown(masked('partial', 'text(18)', { element: 'person.citizenNumber' }), [number])).toEqual([
      `${number.slice(0, 6)}************`,
    ])
    expect(shown(masked('partial', 'text', { element: 'person.mobilePhone' }), ['13500001234'])).toEqual([
      '135****1234',
    ])
    expect(shown(masked('partial', 'text', { element: 'person.name' }), ['张三', '欧阳修远  '])).toEqual([
      '张*',
      '欧阳**',
    ])
    expect(shown(masked('partial', 'date', { element: 'person.birthDate' }), ['1990-02-28'], 'date')).toEqual([
      '1990-**-**',
    ])
  })

  test('is less exact: the year or month of a time, the district of an address', () => {
    expect(shown(masked('year', 'date'), ['2024-02-29'], 'date')).toEqual(['2024'])
    expect(shown(masked('month', 'date', { format: { pattern: 'yyyyMMdd' } }), ['20240229'])).toEqual(['2024-02'])
    expect(shown(masked('month', 'datetime'), ['2024-02-29T08:30:00'], 'datetime')).toEqual(['2024-02'])
    const addresses = [
      '福建省福州市鼓楼区东街1号',
      '上海市浦东新区世纪大道',
      '湖北省恩施土家族苗族自治州恩施市某路',
      '内蒙古自治区呼伦贝尔市鄂温克族自治旗巴彦托海镇',
    ]
    expect(shown(masked('district'), addresses)).toEqual([
      '福建省福州市鼓楼区',
      '上海市浦东新区',
      '湖北省恩施土家族苗族自治州恩施市',
      '内蒙古自治区呼伦贝尔市鄂温克族自治旗',
    ])
  })

  test('is hidden whole where it has not the shape for its mask', () => {
    expect(shown(masked('district'), ['东街1号', '某小区3栋', '福州市某小区3栋', '市区县'])).toEqual(
      Array(4).fill(hidden),
    )
    const lenient = masked('partial', 'text', { element: 'person.citizenNumber', onInvalid: 'warn' })
    expect(shown(lenient, ['110105194912310020', '张三在东街'])).toEqual([hidden, hidden])
  })

  test('is null where it is suppressed or there is none, and its row is kept', () => {
    expect(shown(masked('suppress', 'text', { required: true }), ['x', 'y'])).toEqual([null, null])
    expect(shown(masked('district'), [null])).toEqual([null])
  })

  test('is a token under a key where it is hashed: the same for the same element, whatever the item is called', () => {
    const key = tokenKey(new Secret('9f2c61d84be07a35c1d2e3f4a5b60718'))
    const [number = '', other = ''] = citizenNumbers
    const element = 'person.citizenNumber'
    const [token, again, another] = shown(hashed(key, { element }), [number, number, other])
    expect(token).toMatch(/^[0-9a-f]{8}:[0-9a-f]{32}$/)
    expect([again, another === token]).toEqual([token, false])
    const renamed = maskedItem({ ...testItem('spouse', 'text', { grade: 3, element }), from: 'X' }, hash(key))
    expect(shown(renamed, [number])).toEqual([token])
    // A lower-case check character is the same number, once it is read.
    const upper = citizenNumbers.find((each) => each.endsWith('X')) ?? '11010519491231002X'
    const [one, two] = shown(hashed(key, { element }), [upper, upper.toLowerCase()])
    expect(one).toBe(two)
    expect(shown(hashed(key, {}), [number])).not.toEqual([token])
    expect(shown(hashed(key, {}), [null, ''])[0]).toBeNull()
  })

  test('is not given as a hash where there is no key, or none to be had', () => {
    expect(() => shown(masked('hash'), ['x'])).toThrow(expect.objectContaining({ code: 'MASK_KEY_UNUSABLE' }))
    const missing = (): TokenKey => {
      throw new BerthError('SECRET_MISSING', { reference: 'MASK_KEY' })
    }
    const item = maskedItem(testItem('x', 'text', { grade: 3 }), { form: 'hash', grade: 1, key: missing })
    expect(() => shown(item, ['x'])).toThrow(expect.objectContaining({ code: 'SECRET_MISSING' }))
  })

  test('is checked before it is masked: an invalid row is left out as it is for everybody', () => {
    const item = masked('partial', 'text', { element: 'person.citizenNumber' })
    const { output, rejects } = compilePlan({
      items: [item],
      fields: [{ name: 'X', type: { name: 'text' } }],
      format: 'json',
    }).run([['110105194912310020'], [citizenNumbers[0] ?? '']])
    expect(output).toBe(`[{"x":"${citizenNumbers[0]?.slice(0, 6)}************"}]`)
    expect(rejects).toMatchObject([{ row: 0, item: 'x', length: 18 }])
  })

  test('tells nothing of what its form does not keep, whatever stands in the column', () => {
    const forms = fc.constantFrom<MaskForm>('partial', 'district', 'suppress')
    fc.assert(
      fc.property(forms, fc.string({ unit: 'binary', minLength: 2, maxLength: 40 }), (form, text) => {
        const item = masked(form, 'text', { element: 'person.citizenNumber', onInvalid: 'warn', trim: false })
        const [value] = shown(item, [text])
        expect([null, hidden, undefined]).toContain(value)
      }),
    )
  })
})

test('an item that may be masked is described as a text to everybody, with its own grade', () => {
  const plain = testItem('day', 'date', { grade: 3, required: true })
  expect(describedItem(plain)).toBe(plain)
  const described = describedItem({ ...plain, mask: { form: 'suppress', grade: 1 } })
  expect(described).toMatchObject({ type: { name: 'text' }, grade: 3, required: false })
})

test('a plan says what is missing of a masked item too', () => {
  const fields: Field[] = [{ name: 'Y', type: { name: 'text' } }]
  expect(() => compilePlan({ items: [masked('district')], fields, format: 'json' })).toThrow(BerthError)
})
