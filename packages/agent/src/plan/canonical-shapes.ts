/*
 * Sufficient conditions, cheap enough for every cell: what they accept is canonical. What they do not accept goes to
 * the reader of its item, which decides.
 */

/** Digits with at most `wholeDigits` before and `scale` after the point, no needless zero in front. */
export function isShortDecimal(text: string, wholeDigits: number, scale: number): boolean {
  const length = text.length
  const start = text.charCodeAt(0) === 45 ? 1 : 0
  let index = start
  while (index < length && isDigit(text.charCodeAt(index))) index++
  const whole = index - start
  if (whole === 0 || whole > wholeDigits || (whole > 1 && text.charCodeAt(start) === 48)) return false
  if (index === length) return true
  if (text.charCodeAt(index) !== 46) return false
  const fraction = length - ++index
  if (fraction === 0 || fraction > scale) return false
  while (index < length) if (!isDigit(text.charCodeAt(index++))) return false
  return true
}

/** A whole number of at most eighteen digits. */
export function isShortInt64(text: string): boolean {
  return text !== '-0' && isShortDecimal(text, 18, 0)
}

/** A day up to the 28th of its month, or of a month of 30 days up to the 30th. */
export function isPlainDate(text: string): boolean {
  return text.length === 10 && startsWithPlainDate(text)
}

/** `YYYY-MM-DDTHH:mm:ss` with up to nine fraction digits, its day as `isPlainDate` has it, followed by `tail`. */
export function isPlainDatetime(text: string, tail: string): boolean {
  const length = text.length - tail.length
  if (length < 19 || text.charCodeAt(10) !== 84 || !startsWithPlainDate(text) || !text.endsWith(tail)) return false
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return false
  if (pair(text, 11, 23) < 0 || pair(text, 14, 59) < 0 || pair(text, 17, 59) < 0) return false
  if (length === 19) return true
  if (text.charCodeAt(19) !== 46 || length === 20 || length > 29) return false
  for (let index = 20; index < length; index++) if (!isDigit(text.charCodeAt(index))) return false
  return true
}

function startsWithPlainDate(text: string): boolean {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false
  const century = pair(text, 0, 99)
  const year = pair(text, 2, 99)
  const month = pair(text, 5, 12)
  const day = pair(text, 8, 30)
  return century >= 0 && year >= 0 && century + year > 0 && month > 0 && day > 0 && (day <= 28 || month !== 2)
}

/** Two digits that say at most `most`, else -1. */
function pair(text: string, at: number, most: number): number {
  const tens = text.charCodeAt(at) - 48
  const units = text.charCodeAt(at + 1) - 48
  if (!(tens >= 0 && tens <= 9 && units >= 0 && units <= 9)) return -1
  const value = tens * 10 + units
  return value <= most ? value : -1
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57
}
