import type { Value } from '@berth/core'
import { sampleTexts } from './sample-texts.ts'

/** A column that holds few different short values, as a code does. It says how many, not which (SEC-2). */
export interface CodeColumn {
  readonly distinct: number
}

const leastSamples = 20
const mostDistinct = 20
const longestCode = 12

/** Whether the samples look like codes: at least 20 of them, at most 20 different, none over 12 long, each there five times on average. */
export function detectCodeColumn(samples: readonly Value[]): CodeColumn | undefined {
  const texts = sampleTexts(samples)
  if (texts.length < leastSamples) return undefined
  const distinct = new Set<string>()
  for (const text of texts) {
    distinct.add(text)
    if (text.length > longestCode || distinct.size > mostDistinct) return undefined
  }
  return distinct.size * 5 <= texts.length ? { distinct: distinct.size } : undefined
}
