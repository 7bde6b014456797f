const dayMs = 86_400_000
const firstDay = new Date(0)
firstDay.setUTCFullYear(1, 0, 1)

/** Days since 0001-01-01. */
export function dayNumber(day: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - firstDay.getTime()) / dayMs)
}

export function dayText(days: number): string {
  return new Date(firstDay.getTime() + days * dayMs).toISOString().slice(0, 10)
}

/** The time of a day in units of 100 ns. */
export function hundredNanoseconds(time: string): bigint {
  const [clock = '', fraction = ''] = time.split('.')
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
  return BigInt((hours * 60 + minutes) * 60 + seconds) * 10_000_000n + BigInt(fraction.padEnd(7, '0').slice(0, 7))
}

export function timeText(units: bigint): string {
  const seconds = Number(units / 10_000_000n)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const fraction = String(units % 10_000_000n)
    .padStart(7, '0')
    .replace(/0+$/, '')
  const text = clock.map((part) => String(part).padStart(2, '0')).join(':')
  return fraction === '' ? text : `${text}.${fraction}`
}

/** A time cell: units of its scale in 3 to 5 bytes. */
export function timeBytes(time: string, scale: number): Buffer {
  const units = hundredNanoseconds(time) / 10n ** BigInt(7 - scale)
  const bytes = Buffer.alloc(timeLength(scale))
  bytes.writeUIntLE(Number(units), 0, bytes.length)
  return bytes
}

export function timeLength(scale: number): number {
  if (scale <= 2) return 3
  return scale <= 4 ? 4 : 5
}

/** Of `datetime`: 1/300 of a second, rounded as the server does. */
export function datetimeTicks(time: string): number {
  return Math.round((Number(hundredNanoseconds(time)) / 10_000_000) * 300)
}

/** A time with the three digits that `datetime` shows of it. */
export function datetimeText(ticks: number): string {
  return timeText(BigInt(Math.round((ticks * 10) / 3)) * 10_000n)
}
