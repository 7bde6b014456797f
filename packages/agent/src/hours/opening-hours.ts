import type { Hours } from '@berth/manifest'

const minuteMs = 60_000
const dayMinutes = 1440
const weekMinutes = 7 * dayMinutes
/** A jump no longer than this cannot pass over hours that a clock set back repeats. */
const maxStep = 15

const clocks: Map<string, Intl.DateTimeFormat> = new Map()
const weekdays: readonly string[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Whether a system with these hours is up at an instant, in milliseconds since 1970. Public holidays are not known. */
export function isUp(hours: Hours, instant: number): boolean {
  return isWithin(hours, minuteOfWeek(hours.zone, instant))
}

/**
 * The first instant, not before the one given, at which the system is up; by the minute. What a clock that is set
 * forward leaves out is no hour, and what one that is set back repeats is up twice. Undefined: not within two weeks.
 */
export function nextUp(hours: Hours, instant: number): number | undefined {
  if (isUp(hours, instant)) return instant
  const end = instant + 2 * weekMinutes * minuteMs
  for (let at = Math.floor(instant / minuteMs) * minuteMs; at < end; ) {
    const local = minuteOfWeek(hours.zone, at)
    const step = Math.min(maxStep, minutesToOpening(hours, local))
    const next = at + step * minuteMs
    const arrived = minuteOfWeek(hours.zone, next)
    const moved = (arrived - local - step + weekMinutes) % weekMinutes
    // The clock was set on the way: what it says in between is looked at minute by minute.
    const from = moved === 0 ? next : at + minuteMs
    for (at = from; at <= next; at += minuteMs) if (isUp(hours, at)) return at
    at = next
  }
  return undefined
}

function isWithin({ windows }: Hours, minute: number): boolean {
  const day = Math.floor(minute / dayMinutes) + 1
  const inDay = minute % dayMinutes
  return windows.some(({ days, from, to }) => inDay >= from && inDay < to && days.includes(day))
}

/** How long until the next window opens, by a clock that nobody sets; at least 1. */
function minutesToOpening({ windows }: Hours, minute: number): number {
  const openings = windows.flatMap(({ days, from }) => days.map((day) => (day - 1) * dayMinutes + from))
  return Math.min(...openings.map((opening) => (opening - minute + weekMinutes - 1) % weekMinutes)) + 1
}

/** What the clock of a zone says, in minutes since Monday 00:00. */
function minuteOfWeek(zone: string, instant: number): number {
  let day = 0
  let hour = 0
  let minute = 0
  for (const { type, value } of clockOf(zone).formatToParts(instant)) {
    if (type === 'weekday') day = weekdays.indexOf(value)
    else if (type === 'hour') hour = Number(value)
    else if (type === 'minute') minute = Number(value)
  }
  return day * dayMinutes + hour * 60 + minute
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  clocks.set(zone, clock)
  return clock
}
