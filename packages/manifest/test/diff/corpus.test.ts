import { expect, test } from 'vitest'
import { type ChangeRuleId, changeRules, diffManifests } from '../../src/index.ts'
import { baseText, loaded, newer, pairs } from './corpus.ts'

const base = loaded(baseText)

function rulesOf(old: typeof base, now: typeof base): ChangeRuleId[] {
  return diffManifests(old, now)
    .changes.map(({ rule }) => rule)
    .toSorted()
}

test.each(pairs)('$name', (pair) => {
  const now = newer(pair)
  expect(rulesOf(base, now)).toEqual(pair.forward)
  expect(rulesOf(now, base)).toEqual(pair.back)
})

test('every rule is shown by a pair, but for those of what no release understands yet', () => {
  const shown = new Set(pairs.flatMap(({ forward, back }) => [...forward, ...back]))
  const others: readonly ChangeRuleId[] = ['DIF-101', 'DIF-199']
  expect(Object.keys(changeRules).filter((id) => !shown.has(id as ChangeRuleId))).toEqual(others)
})
