import type { TimeForm } from './dialect.ts'

/** A time, in milliseconds since 1970, as a dialect writes it. */
export function writeTime(form: TimeForm, now: number): string {
  if (form === 'ms') return String(Math.floor(now))
  if (form === 's') return String(Math.floor(now / 1000))
  return new Date(now).toUTCString()
}

/**
 * Reads it back; NaN when it is not written so. Strict, for most dialects join it to other parts without a mark: a time
 * of one length can be cut in one place only.
 */
export function readTime(form: TimeForm, text: string): number {
  if (form === 'ms') return /^\d{13}$/.test(text) ? Number(text) : Number.NaN
  if (form === 's') return /^\d{10}$/.test(text) ? Number(text) * 1000 : Number.NaN
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toUTCString() === text ? time : Number.NaN
}
