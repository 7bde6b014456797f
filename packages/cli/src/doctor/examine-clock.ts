import { BerthError, type SystemFacts } from '@berth/core'
import { say } from '../messages/say.ts'
import type { Diagnosis } from './diagnosis.ts'

/** More than this between the clocks makes changes by time unsafe. */
const maxSkewSeconds = 60
/** Zones are whole quarters of an hour apart, and never more than 26 hours. */
const quarterSeconds = 900
const widestSeconds = 26 * 3600

/** The time zone of this machine: what times without a zone are read in. */
export function examineTimeZone(now: Date = new Date()): Diagnosis {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const minutes = -now.getTimezoneOffset()
  const sign = minutes < 0 ? '-' : '+'
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((each) =>
    String(each).padStart(2, '0'),
  )
  return { examination: 'timezone', state: 'ok', fact: `${timeZone} (UTC${sign}${hours}:${rest})` }
}

/** How far a system's clock is from this machine's, and whether it is a clock that is wrong or a zone that is another. */
export function examineClock(connection: string, facts: SystemFacts, now: number = Date.now()): Diagnosis {
  const about = { examination: 'clock', subject: connection } as const
  if (facts.clock === undefined) return { ...about, state: 'ok', fact: say('doctor.notTold') }
  // A local time is read in this machine's zone: the usual case of one office.
  const seconds = Math.round(Math.abs(Date.parse(facts.clock) - now) / 1000)
  const fact = [facts.clock, facts.timeZone, `(Δ ${seconds} s)`].filter(Boolean).join(' ')
  if (!(seconds > maxSkewSeconds)) return { ...about, state: 'ok', fact }
  const off = Math.abs(seconds - Math.round(seconds / quarterSeconds) * quarterSeconds)
  const zone = !/Z|[+-]\d\d:\d\d$/.test(facts.clock) && seconds > quarterSeconds && seconds <= widestSeconds
  const apart =
    zone && off <= maxSkewSeconds
      ? new BerthError('TIME_ZONES_APART', { subject: connection, minutes: Math.round(seconds / quarterSeconds) * 15 })
      : new BerthError('CLOCKS_APART', { subject: connection, seconds })
  return { ...about, state: 'warning', fact, error: apart }
}
