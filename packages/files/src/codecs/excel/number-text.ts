/** Digits that Excel keeps of a number; what a file has beyond them is the double that it is stored as. */
const keptDigits = 15
/** No double goes beyond. */
const mostExponent = 400

/** A number of a sheet in canonical digits. */
export interface NumberText {
  readonly text: string
  /** It has more digits before its point than are kept: some of them may be wrong. */
  readonly lossy: boolean
}

/**
 * The canonical decimal of a number as a file writes it, `1.1000000000000001` or `1E-7`: rounded to the 15 digits that Excel
 * keeps and shows, by its digits and not by a double. Undefined: it is no number.
 */
export function numberText(written: string): NumberText | undefined {
  const match = /^\s*([+-]?)(\d{0,400})(?:\.(\d{0,400}))?(?:[eE]([+-]?\d{1,4}))?\s*$/.exec(written)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', power = '0'] = match
  const exponent = Number(power)
  if (whole + fraction === '' || Math.abs(exponent) > mostExponent) return undefined
  const zeros = /^0*/.exec(whole + fraction)?.[0].length ?? 0
  const digits = (whole + fraction).slice(zeros)
  const rounded = roundedDigits(digits)
  // How many of the digits stand before the point.
  const point = whole.length - zeros + exponent + rounded.carried
  const kept = rounded.digits.replace(/0+$/, '')
  if (kept === '') return { text: '0', lossy: false }
  const text =
    point <= 0
      ? `0.${'0'.repeat(-point)}${kept}`
      : kept.length <= point
        ? kept.padEnd(point, '0')
        : `${kept.slice(0, point)}.${kept.slice(point)}`
  return { text: sign === '-' ? `-${text}` : text, lossy: point > keptDigits }
}

function roundedDigits(digits: string): { readonly digits: string; readonly carried: number } {
  if (digits.length <= keptDigits) return { digits, carried: 0 }
  const kept = digits.slice(0, keptDigits)
  if ((digits[keptDigits] ?? '0') < '5') return { digits: kept, carried: 0 }
  const up = String(BigInt(kept) + 1n)
  return { digits: up, carried: up.length - keptDigits }
}
