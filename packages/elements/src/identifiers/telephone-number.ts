import type { ElementProblem } from '../element.ts'
import { areDigits, withoutSeparators } from './digits.ts'
import { halfWidth } from './half-width.ts'

/** Checks a mobile telephone number of mainland China: eleven digits, the first 1, the second 3 to 9. */
export function checkMobilePhone(text: string): ElementProblem | undefined {
  if (text.length !== 11) return 'length'
  if (!areDigits(text)) return 'character'
  return text.charCodeAt(0) === 0x31 && text.charCodeAt(1) >= 0x33 ? undefined : 'shape'
}

/** The eleven digits without blanks, hyphens and the country prefix 86. */
export function normaliseMobilePhone(text: string): string {
  const digits = withoutSeparators(halfWidth(text))
  const prefix = digits.length - 11
  if (prefix === 2 && digits.startsWith('86')) return digits.slice(2)
  if (prefix === 3 && digits.startsWith('+86')) return digits.slice(3)
  return prefix === 4 && digits.startsWith('0086') ? digits.slice(4) : digits
}

/**
 * Checks a telephone number of any kind: 5 to 16 digits in at most four groups, with the signs that people write
 * between them and an optional plus before them.
 */
export function checkPhone(text: string): ElementProblem | undefined {
  const length = text.length
  if (length < 5 || length > 24) return 'length'
  let digits = 0
  let groups = 0
  let inside = false
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index)
    const digit = unit >= 48 && unit <= 57
    if (digit) digits++
    else if (unit !== 0x2d && unit !== 0x20 && unit !== 0x28 && unit !== 0x29 && (unit !== 0x2b || index !== 0)) {
      return 'character'
    }
    if (digit && !inside) groups++
    inside = digit
  }
  if (digits < 5 || digits > 16) return 'length'
  return groups > 4 ? 'shape' : undefined
}
