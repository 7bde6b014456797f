/** What a number stands for whose format is one of dates or times. */
export type CellTime = 'date' | 'time' | 'datetime' | 'elapsed'

/** The formats that have a number only; from 27 on they are those of Chinese Excel. */
const builtIn: ReadonlyMap<number, CellTime> = new Map<number, CellTime>([
  ...ids('date', 14, 17),
  ...ids('time', 18, 21),
  [22, 'datetime'],
  ...ids('date', 27, 31),
  ...ids('time', 32, 35),
  [36, 'date'],
  [45, 'time'],
  [46, 'elapsed'],
  [47, 'time'],
  ...ids('date', 50, 54),
  ...ids('time', 55, 56),
  ...ids('date', 57, 58),
])

function ids(time: CellTime, first: number, last: number): [number, CellTime][] {
  return Array.from({ length: last - first + 1 }, (_each, index) => [first + index, time])
}

/** Undefined: it is no format of dates or times. */
export function builtInTime(id: number): CellTime | undefined {
  return builtIn.get(id)
}

/** What stands in a format but is not of it: quoted and escaped characters, padding, colours, conditions, languages. */
const notOfFormat = /"[^"]*"|[\\_*].|\[(?![hms]+\])[^\]]*\]|general|e[+-]|am\/pm|a\/p|上午\/下午/gi

/** The same of a written format; its first section is that of positive numbers. */
export function formatTime(code: string): CellTime | undefined {
  const [letters = ''] = code.slice(0, 1000).replace(notOfFormat, '').split(';')
  if (/\[[hms]+\]/i.test(letters)) return 'elapsed'
  const time = /[hs]/i.test(letters)
  const date = /[ydegab]/i.test(letters) || (!time && /m/i.test(letters))
  if (date) return time ? 'datetime' : 'date'
  return time ? 'time' : undefined
}
