import { expect, test } from 'vitest'
import { joined, type LateRange, skipped, withoutSeen } from '../src/late-numbers.ts'

/** Numbers that look random and are the same in every run with the seed. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const numbersIn = (ranges: readonly LateRange[]): number[] =>
  ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index))

test('what is skipped are the gaps, up to the last that is seen', () => {
  expect(skipped(0, [1, 2, 3], 9)).toEqual([])
  expect(skipped(0, [2, 5, 6, 9], 9)).toEqual([
    { from: 1, to: 1, until: 9 },
    { from: 3, to: 4, until: 9 },
    { from: 7, to: 8, until: 9 },
  ])
  expect(skipped(4, [4, 4, 5], 9)).toEqual([])
  expect(skipped(7, [], 9)).toEqual([])
})

const seeds = Array.from({ length: 40 }, (_, seed) => seed + 1)

test.each(seeds)('no number is ever lost, and none that came is asked for again: seed %i', (seed) => {
  const below = random(seed)
  const last = 50 + below(400)
  const missing = new Set(Array.from({ length: below(200) }, () => 1 + below(last)))
  missing.delete(last)
  const came = Array.from({ length: last }, (_, index) => index + 1).filter((number) => !missing.has(number))
  const ranges = skipped(0, came, 5)
  expect(numbersIn(ranges)).toEqual([...missing].toSorted((one, other) => one - other))
  const late = [...missing].filter(() => below(2) === 0).toSorted((one, other) => one - other)
  const rest = withoutSeen(ranges, late)
  expect(numbersIn(rest)).toEqual(numbersIn(ranges).filter((number) => !late.includes(number)))
  expect(rest.every(({ from, to, until }) => from <= to && until === 5)).toBe(true)
})

test.each(seeds)('a cursor holds at most a hundred ranges, which cover all that is missing: seed %i', (seed) => {
  const below = random(seed)
  const ranges: LateRange[] = []
  for (let from = 1; ranges.length < 60 + below(200); ) {
    const to = from + below(5)
    ranges.push({ from, to, until: below(1000) })
    from = to + 2 + below(9)
  }
  const shuffled = [...ranges].sort(() => below(3) - 1)
  const kept = joined(shuffled)
  expect(kept.length).toBe(Math.min(100, ranges.length))
  const covered = new Set(numbersIn(kept))
  expect(numbersIn(ranges).filter((number) => !covered.has(number))).toEqual([])
  for (const [index, { from, to, until }] of kept.entries()) {
    expect(from).toBeGreaterThan(kept[index - 1]?.to ?? 0)
    const inside = ranges.filter((range) => range.from >= from && range.to <= to)
    expect(until).toBe(Math.max(...inside.map((range) => range.until)))
  }
})
