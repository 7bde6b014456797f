import { type ChangeClass, changeClasses, type ManifestChange } from '@berth/manifest'
import { language } from '../messages/language.ts'
import { say } from '../messages/say.ts'
import { type Paint, paint } from '../output/paint.ts'
import { printable } from '../output/printable.ts'
import { shownPath } from '../output/shown-path.ts'
import type { DiffResult } from './diff-docking.ts'

const colours: Readonly<Record<ChangeClass, Paint>> = { breaking: 'red', compatible: 'yellow', patch: 'dim' }

/** The lines that `berth diff` prints: what is compared, the changes with the greatest class first, the verdict. */
export function diffLines(result: DiffResult): string[] {
  const { system, versions, changes } = result
  const side = (name: string, version: string | undefined): string =>
    `${shownSide(name)} (${version === undefined ? say('diff.noVersion') : printable(version)})`
  const classes = changeClasses.toReversed()
  const ordered = classes.flatMap((each) => changes.filter((change) => change.class === each))
  return [
    paint('bold', `${printable(system)}: ${side(result.old, versions.old)} → ${side(result.new, versions.new)}`),
    '',
    ...ordered.flatMap((change) => changeLines(change, result)),
    ...verdictLines(result),
  ]
}

function changeLines(change: ManifestChange, result: DiffResult): string[] {
  const { rule, path, before, after, subject, message, loosens, consumers } = change
  // What a platform or a revision says stays on its line: it cannot look like a verdict.
  const shown = (value: string | undefined): string => (value === undefined ? '—' : printable(value))
  const values = before === undefined && after === undefined ? '' : `  ${shown(before)} → ${shown(after)}`
  const about = subject === undefined ? '' : `  ${printable(subject)}`
  const mark = loosens ? `  ${paint('cyan', say('diff.loosens'))}` : ''
  return [
    `${placeOf(change, result)}  ${paint(colours[change.class], say(`diff.${change.class}`))}${mark}  ${rule}  ${printable(path)}${about}${values}`,
    `  ${message[language]}`,
    ...(consumers === undefined || change.class === 'patch' ? [] : [`  ${consumerLine(consumers)}`]),
    '',
  ]
}

/** Where it stands now; of what is gone, where it stood. */
function placeOf({ oldPlace, newPlace }: ManifestChange, { old, new: now }: DiffResult): string {
  const [name, place] = newPlace === undefined ? [old, oldPlace] : [now, newPlace]
  return place === undefined ? shownSide(name) : `${shownSide(name)}:${place.line}:${place.column}`
}

function shownSide(name: string): string {
  return name === 'platform' || name.startsWith('git:') ? name : shownPath(name)
}

function consumerLine(consumers: NonNullable<ManifestChange['consumers']>): string {
  if (consumers.length === 0) return say('diff.nobody')
  return (
    say('diff.concerns') +
    printable(consumers.map(({ consumer, grants }) => `${consumer} (${grants.join(', ')})`).join('; '))
  )
}

function verdictLines({ changes, ok, declares, needs, class: greatest }: DiffResult): string[] {
  const count = (each: ChangeClass): number => changes.filter((change) => change.class === each).length
  const counts = { breaking: count('breaking'), compatible: count('compatible'), patch: count('patch') }
  const loosened = changes.filter(({ loosens }) => loosens).length
  const undeclared = { needs: needs ?? '', class: greatest ?? 'patch' }
  return [
    changes.length === 0 ? say('diff.same') : say('diff.count', counts),
    ...(loosened === 0 ? [] : [paint('cyan', say('diff.loosened', { count: loosened }))]),
    ok
      ? paint('green', say('diff.declared', { declares: say(`diff.${declares}`) }))
      : paint('red', say('diff.undeclared', undeclared)),
  ]
}
