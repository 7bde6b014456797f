import { expect, test } from 'vitest'
import { randomFrom } from '../src/index.ts'

test('the same seed gives the same numbers, another one others', () => {
  const draw = (seed: number): number[] => {
    const random = randomFrom(seed)
    return Array.from({ length: 20 }, () => random.below(1000))
  }
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
  expect(Math.max(...draw(7))).toBeLessThan(1000)
  expect(Math.min(...draw(7))).toBeGreaterThanOrEqual(0)
})

test('shuffling keeps every item', () => {
  const items = Array.from({ length: 50 }, (_, index) => index)
  const shuffled = randomFrom(3).shuffle(items)
  expect(shuffled).not.toEqual(items)
  expect(shuffled.toSorted((left, right) => left - right)).toEqual(items)
})
