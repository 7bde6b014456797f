import type { CellTime } from './number-format.ts'

const dayMs = 86_400_000
/** 9999-12-31 in the system of 1900. */
const lastDay = 2_958_465

/** The two halves of a moment; a date is absent before the first day, a time is canonical. */
export interface SerialMoment {
  readonly date?: string
  readonly time: string
  readonly midnight: boolean
}

/**
 * What a number of days says: from 1900, where Excel counts a 29 February that was none, or from 1904. Times are exact to the
 * millisecond, as Excel's are. Undefined: there is no such day.
 */
export function serialMoment(days: number, from1904: boolean): SerialMoment | undefined {
  if (!(days >= 0) || days >= lastDay + 1) return undefined
  const total = Math.round(days * dayMs)
  const day = Math.floor(total / dayMs)
  const ms = total % dayMs
  const time = new Date(ms)
    .toISOString()
    .slice(11, 23)
    .replace(/\.?0{3}$/, '')
    .replace(/(\.\d*?)0+$/, '$1')
  const moment = { time, midnight: ms === 0 }
  if (from1904) return { ...moment, date: isoDate(Date.UTC(1904, 0, 1) + day * dayMs) }
  if (day === 0) return moment
  if (day === 60) return undefined
  const date = isoDate(Date.UTC(1899, 11, day < 60 ? 31 : 30) + day * dayMs)
  return date.length === 10 ? { ...moment, date } : undefined
}

/** The text of such a number: a date, a time, both, or hours without end. Undefined: there is none. */
export function serialText(days: number, time: CellTime, from1904: boolean): string | undefined {
  if (time === 'elapsed') return elapsed(days)
  const moment = serialMoment(days, from1904)
  if (moment === undefined) return undefined
  if (time === 'time' && days < 1) return moment.time
  if (moment.date === undefined) return undefined
  return time === 'date' && moment.midnight ? moment.date : `${moment.date}T${moment.time}`
}

function elapsed(days: number): string | undefined {
  if (!(days >= 0) || days > lastDay) return undefined
  const seconds = Math.round(days * 86_400)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

function isoDate(ms: number): string {
  return new Date(ms).toISOString().replace(/T.*$/, '')
}
