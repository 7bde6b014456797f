import type { BerthError } from '@berth/core'
import { language } from '../messages/language.ts'
import { say } from '../messages/say.ts'
import { paint } from '../output/paint.ts'
import type { ChangedPoints, CheckPoint } from './check-points.ts'

const marks = { error: ['red', '✗'], warning: ['yellow', '!'] } as const

/** A point of a check: what is wrong, where, and what to do. */
export function pointLines({ severity, code, place, text, next, origin }: CheckPoint): string[] {
  const [colour, mark] = marks[severity]
  return [
    `${paint(colour, `${mark} ${say(`dev.${severity}`)}`)}  ${place}  ${code}  ${text[language]}`,
    ...(origin === undefined ? [] : [`    ${say('error.whose')}  ${say(`origin.${origin}`)}`]),
    `    ${say('error.next')}  ${next[language]}`,
  ]
}

/** What is new since the last check and what is mended; nothing where nothing changed. */
export function changeLines({ found, mended }: ChangedPoints, all: readonly CheckPoint[]): string[] {
  if (found.length + mended.length === 0) return []
  return [
    ...found.flatMap(pointLines),
    ...mended.map(({ place, code, text }) => mendedLine(place, code, text[language])),
    totalLine(all),
  ]
}

/** How many points are left. */
export function totalLine(points: readonly CheckPoint[]): string {
  const errors = points.filter(({ severity }) => severity === 'error').length
  const counts = { errors, warnings: points.length - errors }
  return errors === 0 ? paint('green', say('check.ok', counts)) : paint('red', say('check.notOk', counts))
}

/** Something went wrong while the docking was served. */
export function recentErrorLines(error: BerthError, about: string): string[] {
  return [
    `${paint('red', `✗ ${error.code}`)}  ${about === '' ? '' : `${about}  `}${error.text(language)}`,
    `    ${say('error.whose')}  ${say(`origin.${error.origin}`)}`,
    `    ${say('error.next')}  ${error.next(language)}`,
  ]
}

function mendedLine(place: string, code: string, text: string): string {
  return `${paint('green', `✓ ${say('dev.mended')}`)}  ${place}  ${code}  ${text}`
}
