import type { ElementProblem } from '../element.ts'
import { halfWidth } from './half-width.ts'

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = Uint8Array.of(1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
const values = new Int8Array(128).fill(-1)
for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value

/**
 * Checks a unified social credit code: 18 characters of an alphabet without I, O, S, V and Z, the last of them the
 * check character (GB 32100-2015). A few codes that were really issued fail, so a docking warns by default.
 */
export function checkCreditCode(text: string): ElementProblem | undefined {
  if (text.length !== 18) return 'length'
  let sum = 0
  for (let index = 0; index < 17; index++) {
    const value = values[text.charCodeAt(index)] ?? -1
    if (value < 0) return 'character'
    sum += value * (weights[index] ?? 0)
  }
  const given = values[text.charCodeAt(17)] ?? -1
  if (given < 0) return 'character'
  return given === (31 - (sum % 31)) % 31 ? undefined : 'check-digit'
}

/** Full-width characters made half-width, blanks at the ends cut, letters made capitals. */
export function normaliseCreditCode(text: string): string {
  return halfWidth(text).toUpperCase()
}
