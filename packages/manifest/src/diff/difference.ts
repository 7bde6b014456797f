import type { Path } from '../source/path.ts'
import type { GrantFacts } from './grant-facts.ts'
import { type Plain, type PlainMap, valueAt } from './plain.ts'
import type { ChangeRuleId } from './rules/change-rules.ts'

/** What happened at a place. */
export type ChangeKind = 'added' | 'removed' | 'changed'

/** One place at which two manifests differ. */
export interface Difference {
  readonly path: Path
  readonly kind: ChangeKind
  /** Undefined where it was added. */
  readonly before: Plain | undefined
  /** Undefined where it was removed. */
  readonly after: Plain | undefined
  /** The whole of both, for what depends on more than the place. */
  readonly old: PlainMap
  readonly new: PlainMap
}

/** What one difference means. */
export interface Verdict {
  readonly rule: ChangeRuleId
  /** What of a list or a table is meant: a purpose, a set of items, codes. */
  readonly subject?: string
  /** Which of the grants for the resource or operation it concerns. Absent: those for the item it stands at, or all. */
  readonly concerns?: (grant: GrantFacts) => boolean
}

/** Says what a difference means. None: another place says it. */
export type Judge = (difference: Difference) => readonly Verdict[]

/** How the differences at one kind of place are judged. */
export interface Judgement {
  /** Keys joined by dots; `*` is any key. */
  readonly at: string
  readonly judge: Judge
  /** Whether what stands in it is judged for itself too. @default never */
  readonly inside?: (difference: Difference) => boolean
  /** Its values may be shown: never those that may hold an address, a name of a secret, or an option (SEC-3). */
  readonly shown?: true
}

/** What stands in the resource or operation of a difference, before and after. */
export function inEntry(difference: Difference, path: Path): readonly [Plain | undefined, Plain | undefined] {
  const place = [...difference.path.slice(0, 2), ...path]
  return [valueAt(difference.old, place), valueAt(difference.new, place)]
}

/** Whether a difference stands at an item that consumers give, not one that they get. */
export function isInput({ path }: Difference): boolean {
  return path[0] === 'operations'
}
