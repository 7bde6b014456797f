import type { GatewayDialect, TimeForm } from '../dialect.ts'
import { readTime } from '../time-form.ts'
import { finding, type GatewayFinding } from './ingredient.ts'

const zoneMs = 8 * 3_600_000

/** A form that a time may be written in by mistake. */
export interface OtherTime {
  readonly form: string
  readonly write: (time: number) => string
}

const chinaTime = (time: number): string => new Date(time + zoneMs).toISOString()

/** Every form but the dialect's own. */
export function otherTimes(own: TimeForm): readonly OtherTime[] {
  const all: readonly OtherTime[] = [
    { form: 's', write: (time) => String(Math.floor(time / 1000)) },
    { form: 'ms', write: String },
    { form: 'http-date', write: (time) => new Date(time).toUTCString() },
    { form: 'ISO 8601', write: (time) => new Date(time).toISOString() },
    { form: 'ISO 8601, s', write: (time) => new Date(time).toISOString().replace(/\.\d+/, '') },
    { form: 'yyyyMMddHHmmss, GMT+8', write: (time) => chinaTime(time).replaceAll(/\D/g, '').slice(0, 14) },
    { form: 'yyyy-MM-dd HH:mm:ss, GMT+8', write: (time) => chinaTime(time).replace('T', ' ').slice(0, 19) },
    { form: 'yyyyMMddHHmmss, GMT', write: (time) => new Date(time).toISOString().replaceAll(/\D/g, '').slice(0, 14) },
  ]
  return all.filter(({ form }) => form !== own)
}

/** The time of a request in milliseconds since 1970, in whatever form it is. NaN where it is in none. */
export function anyTime(text: string): number {
  for (const form of ['ms', 's'] as const) {
    const time = readTime(form, text)
    if (!Number.isNaN(time)) return time
  }
  const zoned = /^(.*\d\d:\d\d:\d\d) (?:GMT|UTC)?\+0?8(?::?00)?$/.exec(text)
  if (zoned?.[1] !== undefined) return Date.parse(`${zoned[1]} GMT`) - zoneMs
  const digits = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (digits !== null) return Date.parse(`${digits.slice(1, 4).join('-')}T${digits.slice(4).join(':')}Z`) - zoneMs
  return Date.parse(text)
}

/** What is wrong with the time that was sent: its form, its zone, or the clock where the time of arrival is known. */
export function timeProblems(dialect: GatewayDialect, text: string, receivedAt: number | undefined): GatewayFinding[] {
  const { form, windowMs = 300_000 } = dialect.time
  const time = readTime(form, text)
  if (Number.isNaN(time)) {
    const zoned = form === 'http-date' && /\+0?8(?::?00)?$/.test(text)
    if (zoned) return [finding('time-zone', 'GMT+8', 'GMT')]
    return [finding('time-unit', formOf(text), form)]
  }
  if (receivedAt === undefined) return []
  const skew = receivedAt - time
  if (Math.abs(skew) <= windowMs) return []
  const zones = [zoneMs, -zoneMs].find((zone) => Math.abs(skew - zone) <= Math.min(windowMs, 300_000))
  if (zones !== undefined) return [finding('time-zone', zones < 0 ? 'GMT+8' : 'GMT-8', 'GMT')]
  return [finding('clock', String(Math.round(skew / 1000)), String(windowMs / 1000))]
}

function formOf(text: string): string {
  const forms: readonly (readonly [RegExp, string])[] = [
    [/^\d{13}$/, 'ms'],
    [/^\d{10}$/, 's'],
    [/^\d{14}$/, 'yyyyMMddHHmmss'],
    [/^\d{4}-\d\d-\d\dT/, 'ISO 8601'],
    [/^\d{4}-\d\d-\d\d /, 'yyyy-MM-dd HH:mm:ss'],
    [/^[A-Z][a-z]{2}, /, 'http-date'],
  ]
  return forms.find(([pattern]) => pattern.test(text))?.[1] ?? 'another form'
}
