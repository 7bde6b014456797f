import type { ElementProblem } from '../element.ts'
import { areDigits, withoutSeparators } from './digits.ts'
import { halfWidth } from './half-width.ts'

/** Checks a bank card number: 12 to 19 digits, the last of them by the algorithm of Luhn (ISO/IEC 7812-1). */
export function checkBankCardNumber(text: string): ElementProblem | undefined {
  const length = text.length
  if (length < 12 || length > 19) return 'length'
  if (!areDigits(text)) return 'character'
  let sum = 0
  for (let index = 0; index < length; index++) {
    const digit = text.charCodeAt(length - 1 - index) - 48
    if (index % 2 === 0) sum += digit
    else sum += digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0 ? undefined : 'check-digit'
}

/** The digits without blanks and hyphens. */
export function normaliseBankNumber(text: string): string {
  return withoutSeparators(halfWidth(text))
}
