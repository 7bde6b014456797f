import type { Path } from '../source/path.ts'
import type { ChangeKind, Difference, Judgement, Verdict } from './difference.ts'
import { entryOf, isPlainMap, type Plain, type PlainMap } from './plain.ts'

/** A difference, what it means, and whether its values may be shown. */
export interface JudgedDifference {
  readonly difference: Difference
  readonly verdict: Verdict
  readonly shown: boolean
}

/** Walks two subjects at once and judges every difference, at the highest place that has a judgement. */
export function judgedDifferences(
  old: PlainMap,
  now: PlainMap,
  judgements: readonly Judgement[],
): readonly JudgedDifference[] {
  const judged: JudgedDifference[] = []
  const compare = (path: Path, place: Place, before: Plain | undefined, after: Plain | undefined): void => {
    const kind = kindOf(before, after)
    if (kind === undefined) return
    const difference: Difference = { path, kind, before, after, old, new: now }
    const { judgement } = place
    if (judgement !== undefined) {
      const shown = judgement.shown === true
      judged.push(...judgement.judge(difference).map((verdict) => ({ difference, verdict, shown })))
      if (judgement.inside?.(difference) !== true) return
    } else if (!place.leads || !isMapOrNothing(before) || !isMapOrNothing(after)) {
      judged.push({ difference, verdict: { rule: 'DIF-199' }, shown: false })
      return
    }
    for (const key of keysOf(before, after)) {
      compare([...path, key], place.at(key), entryOf(before, key), entryOf(after, key))
    }
  }
  const root = new Place()
  for (const judgement of judgements) root.grow(judgement.at.split('.'), judgement)
  for (const key of keysOf(old, now)) compare([key], root.at(key), entryOf(old, key), entryOf(now, key))
  return judged
}

/** What is judged at a place, and at the places in it. */
class Place {
  judgement: Judgement | undefined
  readonly #inside: Map<string, Place> = new Map()

  /** Whether anything in it is judged. */
  get leads(): boolean {
    return this.#inside.size > 0
  }

  grow([key, ...rest]: readonly string[], judgement: Judgement): void {
    if (key === undefined) {
      this.judgement = judgement
      return
    }
    const place = this.#inside.get(key) ?? new Place()
    this.#inside.set(key, place)
    place.grow(rest, judgement)
  }

  /** A place of this very name, else that of any. */
  at(key: string): Place {
    return this.#inside.get(key) ?? this.#inside.get('*') ?? new Place()
  }
}

/** Keys are in order everywhere but where their order says something. */
function kindOf(before: Plain | undefined, after: Plain | undefined): ChangeKind | undefined {
  if (before === undefined) return after === undefined ? undefined : 'added'
  if (after === undefined) return 'removed'
  return JSON.stringify(before) === JSON.stringify(after) ? undefined : 'changed'
}

function isMapOrNothing(value: Plain | undefined): boolean {
  return value === undefined || isPlainMap(value)
}

function keysOf(before: Plain | undefined, after: Plain | undefined): readonly string[] {
  const keys = [before, after].flatMap((value) => (isPlainMap(value) ? Object.keys(value) : []))
  return [...new Set(keys)]
}
