import type { ElementProblem } from '../element.ts'
import { withoutSeparators } from './digits.ts'
import { halfWidth } from './half-width.ts'

const weights = Uint8Array.of(3, 7, 9, 10, 5, 8, 4, 2)

/**
 * Checks an organisation code: eight digits or capitals and a check character, with or without the hyphen before it
 * (GB 11714-1997).
 */
export function checkOrganisationCode(text: string): ElementProblem | undefined {
  const hyphenated = text.length === 10
  if (!hyphenated && text.length !== 9) return 'length'
  if (hyphenated && text.charCodeAt(8) !== 0x2d) return 'shape'
  let sum = 0
  for (let index = 0; index < 8; index++) {
    const value = characterValue(text.charCodeAt(index))
    if (value < 0) return 'character'
    sum += value * (weights[index] ?? 0)
  }
  const last = text.charCodeAt(text.length - 1)
  if (last !== 0x58 && (last < 48 || last > 57)) return 'character'
  const check = 11 - (sum % 11)
  const expected = check === 10 ? 0x58 : check === 11 ? 48 : 48 + check
  return last === expected ? undefined : 'check-digit'
}

/**
 * The nine characters without a hyphen, as they stand inside a unified social credit code; full-width characters made
 * half-width, letters made capitals.
 */
export function normaliseOrganisationCode(text: string): string {
  return withoutSeparators(halfWidth(text)).toUpperCase()
}

function characterValue(unit: number): number {
  if (unit >= 48 && unit <= 57) return unit - 48
  return unit >= 65 && unit <= 90 ? unit - 55 : -1
}
