import { language } from '../messages/language.ts'
import { say } from '../messages/say.ts'
import { padToWidth } from '../output/display-width.ts'
import { paint } from '../output/paint.ts'
import type { Diagnosis } from './diagnosis.ts'

const marks = { ok: ['green', '✓'], warning: ['yellow', '!'], failed: ['red', '✗'], skipped: ['dim', '-'] } as const

/** The lines of one diagnosis: what was examined and found, and for a problem its cause, its owner, the next step. */
export function diagnosisLines({
  examination,
  subject,
  state,
  fact,
  error,
  owner = 'department',
}: Diagnosis): string[] {
  const [colour, mark] = marks[state]
  const about = [subject, state === 'skipped' ? say('doctor.skipped') : fact].filter(Boolean).join('  ')
  const head = `${paint(colour, mark)} ${padToWidth(say(`doctor.${examination}`), 20)}  ${about}`.trimEnd()
  if (error === undefined) return [head]
  return [
    head,
    `    ${error.code}  ${error.text(language)}`,
    `    ${say('error.whose')}  ${say(`doctor.owner.${owner}`)}`,
    `    ${say('error.next')}  ${error.next(language)}`,
  ]
}
