/** A moment as the driver gives it: UTC milliseconds, and the rest below a millisecond in seconds. */
interface DriverDate extends Date {
  readonly nanosecondsDelta?: number
}

const dayMs = 86_400_000

/** Printing a date is slow, and there are few days in a table. */
const knownDays: Map<number, string> = new Map()
const maxKnownDays = 40_000

function dayText(day: number): string {
  let text = knownDays.get(day)
  if (text === undefined) {
    if (knownDays.size >= maxKnownDays) knownDays.clear()
    text = new Date(day * dayMs).toISOString().slice(0, 10)
    knownDays.set(day, text)
  }
  return text
}

export function dateText(raw: Date): string {
  return dayText(Math.floor(raw.getTime() / dayMs))
}

export function datetimeText(raw: DriverDate): string {
  const ms = raw.getTime()
  const day = Math.floor(ms / dayMs)
  return `${dayText(day)}T${clock(ms - day * dayMs, raw.nanosecondsDelta)}`
}

export function timeText(raw: DriverDate): string {
  return clock(raw.getTime(), raw.nanosecondsDelta)
}

/** The seconds of a day, as far as they were met. */
const clocks: Map<number, string> = new Map()

function clockText(seconds: number): string {
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** `HH:mm:ss` with the fraction that there is, to 100 ns. */
function clock(ms: number, below: number | undefined): string {
  const seconds = Math.floor(ms / 1000)
  let text = clocks.get(seconds)
  if (text === undefined) {
    text = clockText(seconds)
    clocks.set(seconds, text)
  }
  const units = (ms - seconds * 1000) * 10_000 + (below === undefined ? 0 : Math.round(below * 1e7))
  if (units === 0) return text
  let fraction = String(units).padStart(7, '0')
  while (fraction.endsWith('0')) fraction = fraction.slice(0, -1)
  return `${text}.${fraction}`
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}
