import { BerthError, type FaultOrigin, type LocalizedText } from '@berth/core'
import type { Finding } from '@berth/manifest'
import type { Mismatch } from '../check/compare-with-system.ts'

/** One thing that a check found, in both languages: for the terminal and for the page. */
export interface CheckPoint {
  readonly severity: 'error' | 'warning'
  /** The rule or error code, as `berth explain` takes it. */
  readonly code: string
  /** `berth.yaml:12:5`, or a path in the manifest where the text of it shows nothing. */
  readonly place: string
  readonly text: Required<LocalizedText>
  readonly next: Required<LocalizedText>
  /** Absent with a rule of the manifest: that is the developer's own. */
  readonly origin?: FaultOrigin
}

/** What is new since the check before, and what is no longer found. */
export interface ChangedPoints {
  readonly found: readonly CheckPoint[]
  readonly mended: readonly CheckPoint[]
}

/** A finding in the text of the manifest. */
export function findingPoint({ rule, severity, file, line, column, message, next }: Finding): CheckPoint {
  return { severity, code: rule, place: `${file}:${line}:${column}`, text: message, next }
}

/** A finding elsewhere: in a connector, a file of the folder, a system. */
export function mismatchPoint({ path, error }: Mismatch): CheckPoint {
  const { code, origin } = error
  return {
    severity: 'error',
    code,
    origin,
    place: path,
    text: { zh: error.text('zh'), en: error.text('en') },
    next: { zh: error.next('zh'), en: error.next('en') },
  }
}

/** A check that came to no end. */
export function failurePoint(failure: unknown): CheckPoint {
  return mismatchPoint({ path: 'berth.yaml', error: BerthError.from(failure, 'INTERNAL', { subject: 'check' }) })
}

/**
 * What changed between two checks. A point that only moved to another line is the same one; of two that say the same, one
 * that goes is mended.
 */
export function changedPoints(before: readonly CheckPoint[], after: readonly CheckPoint[]): ChangedPoints {
  return { found: without(after, before), mended: without(before, after) }
}

/** Those of `points` that `others` does not hold, counting them. */
export function without(points: readonly CheckPoint[], others: readonly CheckPoint[]): readonly CheckPoint[] {
  const held = new Map<string, number>()
  for (const point of others) held.set(sameAs(point), (held.get(sameAs(point)) ?? 0) + 1)
  return points.filter((point) => {
    const count = held.get(sameAs(point)) ?? 0
    held.set(sameAs(point), count - 1)
    return count <= 0
  })
}

function sameAs({ code, place, text }: CheckPoint): string {
  return [code, place.replace(/(?::\d+){1,2}$/, ''), text.en].join('\n')
}
