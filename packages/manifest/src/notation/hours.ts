/** When a system is up. */
export interface Hours {
  readonly windows: readonly {
    /** Days of the week, 1 Monday to 7 Sunday. */
    readonly days: readonly number[]
    /** Minutes from midnight of the zone's clock. `to` is not included and is greater than `from`; 24:00 is 1440. */
    readonly from: number
    readonly to: number
  }[]
  /** An IANA time zone. */
  readonly zone: string
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/**
 * Reads hours: `Mon-Fri 08:30-17:30 Asia/Shanghai`. Several times and several groups of days stand behind one another,
 * parted by commas and semicolons: `Mon-Thu 08:30-12:00,14:00-17:30; Fri 08:30-12:00 Asia/Shanghai`. The zone comes
 * last; without one it is Asia/Shanghai. Returns undefined when it is not of this form.
 */
export function parseHours(notation: string): Hours | undefined {
  const zoned = /^(.*\d)\s+([A-Za-z]+(?:\/[A-Za-z_+\-0-9]+)*)$/.exec(notation.trim())
  const zone = zoned?.[2] ?? 'Asia/Shanghai'
  if (!isTimeZone(zone)) return undefined
  const windows: { days: number[]; from: number; to: number }[] = []
  for (const group of (zoned?.[1] ?? notation).split(';')) {
    const match = /^(\S+)\s+(\S+)$/.exec(group.trim().replaceAll(/\s*,\s*/g, ','))
    const days = match === null ? undefined : parseDays(match[1] ?? '')
    if (match === null || days === undefined) return undefined
    for (const span of (match[2] ?? '').split(',')) {
      const times = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(span)
      if (times === null) return undefined
      const from = minutes(times[1], times[2])
      const to = minutes(times[3], times[4])
      if (from === undefined || to === undefined || to <= from) return undefined
      windows.push({ days, from, to })
    }
  }
  return { windows, zone }
}

function parseDays(notation: string): number[] | undefined {
  const days = new Set<number>()
  for (const part of notation.split(',')) {
    const [first = '', last = first, ...more] = part.split('-')
    const from = dayNames.indexOf(first) + 1
    const to = dayNames.indexOf(last) + 1
    if (from === 0 || to === 0 || to < from || more.length > 0) return undefined
    for (let day = from; day <= to; day++) days.add(day)
  }
  return [...days].sort((left, right) => left - right)
}

function minutes(hour: string | undefined, minute: string | undefined): number | undefined {
  const total = Number(hour) * 60 + Number(minute)
  return Number(minute) < 60 && total <= 1440 ? total : undefined
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
