const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const dayMs = 86_400_000

/**
 * The time of a line of `LIST`, which knows no zone: it is read as this machine's. `ls -l` names no year for the last months. 0 where
 * the form is not known: the time then says nothing, and a file is told by its size alone.
 */
export function listedTime(text: string, now: Date): number {
  const [, month = '', day = '', clock = ''] =
    /^(\S{3}|\d{1,2}月)\s+(\d{1,2})日?\s+(\d{1,2}:\d{2}|\d{4}年?)$/.exec(text) ?? []
  if (month !== '') return unixTime(monthOf(month), Number(day), clock, now)
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})\s+(\d{1,2}:\d{2})/.exec(text)
  if (iso !== null) return localTime(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), iso[4] ?? '')
  const dos = /^(\d{2})[-/](\d{2})[-/](\d{2}|\d{4})\s+(\d{1,2}:\d{2})\s*([AaPp])?/.exec(text)
  if (dos === null) return 0
  const [, first, second, year = '', time = '', half] = dos
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900)
  return localTime(full, Number(first) - 1, Number(second), twentyFourHours(time, half))
}

function monthOf(month: string): number {
  return month.endsWith('月') ? Number.parseInt(month, 10) - 1 : months.indexOf(month.toLowerCase())
}

function unixTime(month: number, day: number, clock: string, now: Date): number {
  if (month < 0) return 0
  if (!clock.includes(':')) return localTime(Number.parseInt(clock, 10), month, day, '00:00')
  const thisYear = localTime(now.getFullYear(), month, day, clock)
  // A clock that is a little ahead is no file of last year.
  return thisYear > now.getTime() + dayMs ? localTime(now.getFullYear() - 1, month, day, clock) : thisYear
}

function twentyFourHours(time: string, half: string | undefined): string {
  if (half === undefined) return time
  const [hours = '', minutes = ''] = time.split(':')
  const noon = /p/i.test(half) ? 12 : 0
  return `${(Number(hours) % 12) + noon}:${minutes}`
}

function localTime(year: number, month: number, day: number, clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number)
  const time = new Date(year, month, day, hours, minutes).getTime()
  return Number.isNaN(time) ? 0 : time
}
