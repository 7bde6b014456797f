/** The 64-bit integer of two halves: a number where it is exact, else a bigint. */
export function exactInteger(high: number, low: number): number | bigint {
  if (high >= -0x20_0000 && high < 0x20_0000) return high * 0x1_0000_0000 + low
  return (BigInt(high) << 32n) + BigInt(low)
}

/** Digits as a decimal with `scale` digits behind the point. A negative scale appends zeros. */
export function scaledText(digits: string, scale: number): string {
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

const days: Map<number, string> = new Map()
const maxDays = 40_000

/** A day as Firebird counts it, from 17 November 1858, as `YYYY-MM-DD`. */
export function dayText(day: number): string {
  const known = days.get(day)
  if (known !== undefined) return known
  if (days.size >= maxDays) days.clear()
  const text = calendarDay(day)
  days.set(day, text)
  return text
}

/** From days to the proleptic Gregorian calendar, by eras of 400 years that begin on 1 March. */
function calendarDay(day: number): string {
  const shifted = day + 678_881
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1, 2)}`
}

const seconds: string[] = []

/** A time as Firebird counts it, in ten-thousandths of a second, as `HH:mm:ss` with the digits it has. */
export function timeText(units: number): string {
  const second = Math.floor(units / 10_000)
  const fraction = units - second * 10_000
  let text = seconds[second]
  if (text === undefined) {
    const minute = Math.floor(second / 60)
    text = `${padded(Math.floor(minute / 60), 2)}:${padded(minute % 60, 2)}:${padded(second % 60, 2)}`
    // Bytes of an incomplete answer may say anything; only real seconds of a day are kept.
    if (second < 86_400) seconds[second] = text
  }
  return fraction === 0 ? text : `${text}.${padded(fraction, 4).replace(/0+$/, '')}`
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
