import { type MigratedPlace, migrations } from '@berth/manifest'
import { language } from '../messages/language.ts'
import { say, tell } from '../messages/say.ts'
import { paint } from '../output/paint.ts'
import { printable } from '../output/printable.ts'
import { shownPath } from '../output/shown-path.ts'
import type { MigrateResult } from './migrate-docking.ts'

/** The lines that `berth migrate` prints: every place with what stood there and what stands there, then the sum. */
export function migrateLines(result: MigrateResult): string[] {
  const file = shownPath(result.file)
  const done = result.places.filter(({ byHand }) => byHand === undefined)
  const left = result.places.length - done.length
  const sum = (): string => {
    if (done.length === 0) return left === 0 ? paint('green', say('migrate.upToDate', { file })) : ''
    return paint('green', say(result.written ? 'migrate.changed' : 'migrate.wouldChange', { file, count: done.length }))
  }
  return [
    ...result.places.flatMap((place) => [...placeLines(file, place), '']),
    ...[sum(), left === 0 ? '' : paint('yellow', say('migrate.byHand', { count: left }))].filter((line) => line !== ''),
  ]
}

/** Keys and words of the manifest's own language only: a value that a department wrote is never shown (SEC-3). */
function placeLines(file: string, { migration, path, line, column, before, after, byHand }: MigratedPlace): string[] {
  const title = migrations.find(({ id }) => id === migration)?.title
  return [
    `${file}:${line}:${column}  ${printable(path)}`,
    `  ${title === undefined ? say('migrate.contract') : tell(title)}`,
    ...(byHand !== undefined
      ? [`  ${paint('yellow', byHand[language])}`]
      : [
          ...(before === undefined ? [] : [paint('red', `  - ${printable(before)}`)]),
          ...(after === undefined ? [] : [paint('green', `  + ${printable(after)}`)]),
        ]),
  ]
}
