import type { ElementProblem } from '../element.ts'
import { areDigits } from './digits.ts'
import { halfWidth } from './half-width.ts'

/** Checks a passport number: 5 to 20 capitals and digits, at least one of them a digit. */
export function checkPassportNumber(text: string): ElementProblem | undefined {
  const length = text.length
  if (length < 5 || length > 20) return 'length'
  let digits = 0
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 48 && unit <= 57) digits++
    else if (unit < 65 || unit > 90) return 'character'
  }
  return digits > 0 ? undefined : 'shape'
}

/** Full-width characters made half-width, blanks at the ends cut, letters made capitals. */
export function normaliseDocumentNumber(text: string): string {
  return halfWidth(text).toUpperCase()
}

/** Checks the number of a certificate: 2 to 60 characters, none of them a control character. */
export function checkCertificateNumber(text: string): ElementProblem | undefined {
  return checkPlainText(text, 2, 60)
}

/** Checks the form of a division code: six digits, the first 1 to 8. It is not looked up (GB/T 2260). */
export function checkDivisionCode(text: string): ElementProblem | undefined {
  if (text.length !== 6) return 'length'
  if (!areDigits(text)) return 'character'
  const region = text.charCodeAt(0) - 48
  return region >= 1 && region <= 8 ? undefined : 'shape'
}

/** Checks a postal code: six digits. */
export function checkPostalCode(text: string): ElementProblem | undefined {
  if (text.length !== 6) return 'length'
  return areDigits(text) ? undefined : 'character'
}

/** Checks that a text has from `least` to `most` characters, is not blank and holds no control character. */
export function checkPlainText(text: string, least: number, most: number): ElementProblem | undefined {
  const length = text.length
  if (length < least || length > most) return 'length'
  let blank = true
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 32 || unit === 127) return 'character'
    if (unit !== 32 && unit !== 0x3000) blank = false
  }
  return blank ? 'shape' : undefined
}
