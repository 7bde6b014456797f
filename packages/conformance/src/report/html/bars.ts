import type { Outcome } from '../../run/result.ts'
import { escapeMarkup } from '../escape-markup.ts'
import { words } from './words.ts'

/** From what one wants to what one does not, as the bars show them. */
export const outcomes: readonly Outcome[] = ['passed', 'not-applicable', 'exempted', 'failed']

export type Counts = Readonly<Record<Outcome, number>>

/** The patterns that tell outcomes apart without colour. Stands once in the page. */
export const patterns = `<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="fill-failed" width="6" height="6"/><rect class="fill-line" width="2" height="6"/></pattern>
<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="fill-exempted" width="6" height="6"/><circle class="fill-line" cx="3" cy="3" r="1.2"/></pattern>
<pattern id="lines" width="4" height="4" patternUnits="userSpaceOnUse"><rect class="fill-back" width="4" height="4"/><rect class="fill-not-applicable" width="4" height="1"/></pattern>
</defs></svg>`

/** How many of a whole came out how, as one bar. Its width is the share of `whole`, where that is given. */
export function outcomeBar(counts: Counts, label: string, height = 12, whole: number = total(counts)): string {
  let start = 0
  const parts = outcomes.flatMap((outcome) => {
    const width = whole === 0 ? 0 : (counts[outcome] / whole) * 100
    const from = start
    start += width
    return width === 0
      ? []
      : [`<rect class="bar-${outcome}" x="${from.toFixed(3)}%" width="${width.toFixed(3)}%" height="${height}"/>`]
  })
  return `<svg class="bar" width="100%" height="${height}" role="img" aria-label="${escapeMarkup(label)}">${parts.join('')}</svg>`
}

/** One length among others. */
export function lengthBar(share: number, label: string): string {
  const width = Math.max(0.5, Math.min(100, share * 100)).toFixed(2)
  return `<svg class="bar" width="100%" height="12" role="img" aria-label="${escapeMarkup(label)}"><rect class="bar-length" width="${width}%" height="12"/></svg>`
}

/** The counts in words, for those who hear the page. */
export function countsLabel(counts: Counts): string {
  return outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${words.outcome[outcome].zh} ${words.outcome[outcome].en} ${counts[outcome]}`)
    .join(', ')
}

export function total(counts: Counts): number {
  return outcomes.reduce((sum, outcome) => sum + counts[outcome], 0)
}
