import { expect, test } from 'vitest'
import type { ManifestChange } from '../../src/index.ts'
import { expectedClass, loosening } from './classes.ts'
import { baseText, loaded, newer, type Pair, pairs } from './corpus.ts'
import { type Classifier, saboteurs, sound } from './saboteurs.ts'

const base = loaded(baseText)
const tried = pairs.map((pair) => ({ pair, now: newer(pair) }))

/** What has to be said: each rule with its class, and whether more is let out. */
function expected(rules: Pair['forward']): string[] {
  return rules.map((rule) => `${rule} ${expectedClass(rule)} ${loosening.has(rule)}`)
}

function told(changes: readonly ManifestChange[]): string[] {
  return changes.map((change) => `${change.rule} ${change.class} ${change.loosens}`).toSorted()
}

function survives(classify: Classifier): boolean {
  return tried.every(({ pair, now }) => {
    const forward = told(classify(base, now)).join() === expected(pair.forward).join()
    return forward && told(classify(now, base)).join() === expected(pair.back).join()
  })
}

test('what is sound survives', () => {
  expect(survives(sound)).toBe(true)
})

test('every saboteur is caught by a pair', { timeout: 120_000 }, () => {
  expect(saboteurs.length).toBeGreaterThan(300)
  expect(saboteurs.filter(({ classify }) => survives(classify)).map(({ name }) => name)).toEqual([])
})
