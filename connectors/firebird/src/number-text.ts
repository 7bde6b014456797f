/** The 64-bit integer of two halves: a number where it is exact, else a bigint. */
export function exactInteger(high: number, low: number): number | bigint {
  if (high >= -0x20_0000 && high < 0x20_0000) return high * 0x1_0000_0000 + low
  return (BigInt(high) << 32n) + BigInt(low)
}

/** Powers of ten that are exact and leave room for a digit in front of a remainder. */
const maxFastScale = 14

/** Reads the whole number of a decimal as text with `scale` digits behind the point. */
export function decimalText(scale: number): (whole: number | bigint) => string {
  if (scale <= 0 || scale > maxFastScale) return (whole) => scaledText(String(whole), scale)
  const unit = 10 ** scale
  return (whole) => {
    if (typeof whole === 'bigint') return scaledText(String(whole), scale)
    const magnitude = Math.abs(whole)
    let units = Math.floor(magnitude / unit)
    let rest = magnitude - units * unit
    // The quotient may have been rounded up to the next whole number.
    if (rest < 0) {
      units--
      rest += unit
    }
    const fraction = String(unit + rest).slice(1)
    return whole < 0 ? `-${units}.${fraction}` : `${units}.${fraction}`
  }
}

/** Digits as a decimal with `scale` digits behind the point. A negative scale appends zeros. */
function scaledText(digits: string, scale: number): string {
  if (scale <= 0) return digits === '0' ? digits : digits + '0'.repeat(-scale)
  const negative = digits.charCodeAt(0) === 0x2d
  let magnitude = negative ? digits.slice(1) : digits
  if (magnitude.length <= scale) magnitude = magnitude.padStart(scale + 1, '0')
  const point = magnitude.length - scale
  return `${negative ? '-' : ''}${magnitude.slice(0, point)}.${magnitude.slice(point)}`
}

/** The shortest decimal number that is this number of single precision, as every other tool shows it. */
export function shortestFloat(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return shorter
  }
  return value
}
