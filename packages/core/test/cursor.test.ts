import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor } from '../src/values/cursor.ts'

const place = { read: 'scan', dataset: 'T', order: ['a', 'b'] } as const

test('every kind of value comes back as it was', () => {
  for (const value of [null, 0, 0.1, 'a.b\u0000中', '', true, 9007199254740993n, Uint8Array.of(0, 255)]) {
    expect(decodeCursor(place, encodeCursor(place, [value, 'x']))).toEqual([value, 'x'])
  }
})

test('any changed character is noticed', () => {
  const cursor = encodeCursor(place, ['张三', 2])
  for (let index = 0; index < cursor.length; index++) {
    const changed = cursor.slice(0, index) + (cursor[index] === 'A' ? 'B' : 'A') + cursor.slice(index + 1)
    expect(() => decodeCursor(place, changed)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }))
  }
})

test('a cursor belongs to its read, dataset and order', () => {
  const cursor = encodeCursor(place, [1, 2])
  for (const other of [
    { ...place, dataset: 'U' },
    { ...place, read: 'changes' as const },
    { ...place, order: ['b', 'a'] },
  ]) {
    expect(() => decodeCursor(other, cursor)).toThrow(expect.objectContaining({ code: 'CURSOR_FOREIGN' }))
  }
})

test('a cursor shows no value to a reader of logs', () => {
  expect(encodeCursor(place, ['110105194912310021', 1])).not.toContain('110105194912310021')
})
