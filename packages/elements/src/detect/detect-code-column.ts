import type { Value } from '@berth/core'
import { codeTable } from '../codes/find-code.ts'
import { sampleTexts } from './sample-texts.ts'

/** A column that holds few different short values, as a code does. It says how many, not which (SEC-2). */
export interface CodeColumn {
  readonly distinct: number
}

const leastSamples = 20
const mostDistinct = 20
const longestCode = 12

/** Whether the samples look like codes: at least 20 of them, each value at most 12 long and five times there. */
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

/** How an item's values are brought to a code table: as they are, or by a map of legacy code to standard code. */
export interface CodeProposal {
  readonly table: string
  /** Every spelling the table itself knows, so that it says nothing of the samples. Absent: the codes are standard. */
  readonly map?: Readonly<Record<string, string>>
}

/**
 * Proposes how the samples are brought to a code table: undefined when they are neither its codes nor spellings it
 * knows, or when the table is not known. Without samples the codes are taken for standard ones.
 */
export function proposeCodes(tableId: string, samples: readonly Value[]): CodeProposal | undefined {
  const table = codeTable(tableId)
  if (table === undefined) return undefined
  const texts = sampleTexts(samples)
  const codes = new Set(table.entries.map((entry) => entry.code))
  if (texts.every((text) => codes.has(text))) return { table: tableId }
  const map: Record<string, string> = {}
  for (const { code, name, aliases } of table.entries) {
    for (const spelling of [code, name.zh, ...(aliases ?? [])]) map[spelling] = code
  }
  return texts.every((text) => Object.hasOwn(map, text)) ? { table: tableId, map } : undefined
}
