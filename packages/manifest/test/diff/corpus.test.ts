import { expect, test } from 'vitest'
import { type ChangeRuleId, changeRules, diffManifests } from '../../src/index.ts'
import { baseText, edited, loaded, pairs } from './corpus.ts'

const base = loaded(baseText)

function rulesOf(old: typeof base, now: typeof base): ChangeRuleId[] {
  return diffManifests(old, now)
    .changes.map(({ rule }) => rule)
    .toSorted()
}

test.each(pairs)('$name', ({ edits, forward, back }) => {
  const now = loaded(edited(edits))
  expect(rulesOf(base, now)).toEqual(forward)
  expect(rulesOf(now, base)).toEqual(back)
})

test('every rule is shown by a pair, but for those of what no release understands yet', () => {
  const shown = new Set(pairs.flatMap(({ forward, back }) => [...forward, ...back]))
  const others: readonly ChangeRuleId[] = ['DIF-101', 'DIF-199']
  expect(Object.keys(changeRules).filter((id) => !shown.has(id as ChangeRuleId))).toEqual(others)
})
