/**
 * `YYYY-MM-DDTHH:mm:ss.ffff` in the making. Texts are cut out of it in one piece: texts put together from parts would
 * keep the parts alive, and a large read live on them.
 */
const text: Buffer = Buffer.from('0001-01-01T00:00:00.0000', 'latin1')
const timeStart = 11
const zero = 0x30

/** The day that `text` begins with. */
let writtenDay = Number.NaN

/** A day as Firebird counts it, from 17 November 1858, as `YYYY-MM-DD`. */
export function dateText(day: number): string {
  writeDay(day)
  return text.toString('latin1', 0, 10)
}

/** A time as Firebird counts it, in ten-thousandths of a second, as `HH:mm:ss` with the digits it has behind a point. */
export function timeText(units: number): string {
  const end = writeTime(units)
  return text.toString('latin1', timeStart, end)
}

/** Both, with a `T` between them. */
export function datetimeText(day: number, units: number): string {
  writeDay(day)
  const end = writeTime(units)
  return text.toString('latin1', 0, end)
}

/** From days to the proleptic Gregorian calendar, by eras of 400 years that begin on 1 March. */
function writeDay(day: number): void {
  if (day === writtenDay) return
  writtenDay = day
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
  writePair(0, Math.floor(year / 100))
  writePair(2, year % 100)
  writePair(5, month)
  writePair(8, dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1)
}

/** Returns where the text ends: zeros at the end of a fraction are left out. */
function writeTime(units: number): number {
  const second = Math.floor(units / 10_000)
  const minute = Math.floor(second / 60)
  writePair(timeStart, Math.floor(minute / 60))
  writePair(timeStart + 3, minute % 60)
  writePair(timeStart + 6, second % 60)
  let fraction = units - second * 10_000
  let end = timeStart + 13
  if (fraction === 0) return timeStart + 8
  for (; fraction % 10 === 0; end--) fraction /= 10
  for (let at = end - 1; at > timeStart + 8; at--) {
    text[at] = zero + (fraction % 10)
    fraction = Math.floor(fraction / 10)
  }
  return end
}

function writePair(at: number, value: number): void {
  text[at] = zero + Math.floor(value / 10)
  text[at + 1] = zero + (value % 10)
}
