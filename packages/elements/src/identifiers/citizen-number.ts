import { isCalendarDate } from '@berth/core'
import type { ElementProblem } from '../element.ts'
import { numberAt } from './digits.ts'
import { halfWidth } from './half-width.ts'

const checkCharacters = '10X98765432'

/**
 * Checks a citizen number: 18 characters with a calendar date and a check character, or the 15 digits issued before
 * 1999. A lower-case x passes. The division is not looked up: divisions are withdrawn, numbers are not
 * (GB 11643-1999).
 */
export function checkCitizenNumber(text: string): ElementProblem | undefined {
  const long = text.length === 18
  if (!long && text.length !== 15) return 'length'
  const digits = long ? 17 : 15
  let sum = 0
  for (let index = 0; index < digits; index++) {
    const digit = text.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return 'character'
    sum = sum * 2 + digit
  }
  const yearEnd = long ? 10 : 8
  const year = long ? numberAt(text, 6, 10) : 1900 + numberAt(text, 6, 8)
  const month = numberAt(text, yearEnd, yearEnd + 2)
  if (!isCalendarDate(year, month, numberAt(text, yearEnd + 2, yearEnd + 4))) return 'date'
  if (!long) return undefined
  const last = text.charCodeAt(17)
  const given = last === 0x78 ? 0x58 : last
  if (given !== 0x58 && (given < 48 || given > 57)) return 'character'
  return given === checkCharacters.charCodeAt((sum * 2) % 11) ? undefined : 'check-digit'
}

/** Full-width characters made half-width, blanks at the ends cut, a final x made X. */
export function normaliseCitizenNumber(text: string): string {
  const narrow = halfWidth(text)
  return narrow.charCodeAt(narrow.length - 1) === 0x78 ? `${narrow.slice(0, -1)}X` : narrow
}

/**
 * The 18-character form of a 15-digit number: 19 is put before the year and the check character computed. Undefined
 * when the text is not a valid 15-digit number. The short form cannot tell the century: for someone born before 1900
 * the result is not their number, so nothing does this unasked.
 */
export function extendCitizenNumber(text: string): string | undefined {
  if (text.length !== 15 || checkCitizenNumber(text) !== undefined) return undefined
  const extended = `${text.slice(0, 6)}19${text.slice(6)}`
  return extended + checkCharacters.charAt(remainder(extended))
}

/** The weight of the i-th digit is 2^(18-i) mod 11, so that doubling along the way is the weighted sum. */
function remainder(text: string): number {
  let sum = 0
  for (let index = 0; index < 17; index++) sum = sum * 2 + text.charCodeAt(index) - 48
  return (sum * 2) % 11
}
