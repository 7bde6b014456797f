import { diffBy } from '../../src/diff/diff-manifests.ts'
import type { Difference, Judge, Judgement } from '../../src/diff/difference.ts'
import { judgements } from '../../src/diff/judgements/judgements.ts'
import { byMembers, found } from '../../src/diff/judgements/verdicts.ts'
import {
  type ChangeClass,
  type ChangeRuleId,
  changeClasses,
  changeRules,
  type DiffSide,
  diffManifests,
  type ManifestChange,
} from '../../src/index.ts'

/** Something that classes changes, rightly or not. */
export type Classifier = (old: DiffSide, now: DiffSide) => readonly ManifestChange[]

/** A classifier with one defect. */
export interface Saboteur {
  readonly name: string
  readonly classify: Classifier
}

const known = new WeakMap<DiffSide, WeakMap<DiffSide, readonly ManifestChange[]>>()

/** The real one. What it said of a pair is kept, for most of the others only tell it otherwise. */
export const sound: Classifier = (old, now) => {
  const byNow = known.get(old) ?? new WeakMap<DiffSide, readonly ManifestChange[]>()
  const changes = byNow.get(now) ?? diffManifests(old, now).changes
  known.set(old, byNow.set(now, changes))
  return changes
}

/** Wrong in what it says of changes that are found rightly. */
function telling(name: string, tell: (changes: readonly ManifestChange[]) => readonly ManifestChange[]): Saboteur {
  return { name, classify: (old, now) => tell(sound(old, now)) }
}

/** Wrong at one kind of place. */
function judging(name: string, at: string, judge: (right: Judge) => Judge): Saboteur {
  if (!judgements.some((each) => each.at === at)) throw new Error(`nothing is judged at ${at}`)
  const used = judgements.map((each) => (each.at === at ? { ...each, judge: judge(each.judge) } : each))
  return { name, classify: (old, now) => diffBy(used, old, now).changes }
}

function among(name: string, at: string, change: (judgement: Judgement) => Judgement): Saboteur {
  const used = judgements.map((each) => (each.at === at ? change(each) : each))
  return { name, classify: (old, now) => diffBy(used, old, now).changes }
}

/** The order of what is written, where another is meant. */
function asText(more: ChangeRuleId, less: ChangeRuleId): Judge {
  return ({ before, after }) => found(String(after) > String(before) ? more : less)
}

function asOutput(judge: Judge): Judge {
  return (difference: Difference) => judge({ ...difference, path: ['resources', ...difference.path.slice(1)] })
}

function otherClass(rule: ChangeRuleId, step: number): Saboteur | undefined {
  const other: ChangeClass | undefined = changeClasses[changeClasses.indexOf(changeRules[rule].class) + step]
  if (other === undefined) return undefined
  return telling(`${rule} is ${other}`, (changes) =>
    changes.map((change) => (change.rule === rule ? { ...change, class: other } : change)),
  )
}

/** Rules that no pair of manifests shows: they are about what no release understands yet. */
export const unseen: ReadonlySet<ChangeRuleId> = new Set<ChangeRuleId>(['DIF-101', 'DIF-199'])

const seen = (Object.keys(changeRules) as ChangeRuleId[]).filter((rule) => !unseen.has(rule))
const item = 'resources.*.items.*'
const input = 'operations.*.input.*'

/** Each of them is wrong in one way that somebody could get it wrong. */
export const saboteurs: readonly Saboteur[] = [
  ...seen.map((rule) =>
    telling(`${rule} is never told`, (changes) => changes.filter((change) => change.rule !== rule)),
  ),
  ...seen.flatMap((rule) => [otherClass(rule, 1) ?? [], otherClass(rule, -1) ?? []].flat()),
  ...seen.map((rule) =>
    telling(`${rule} loosens, or does not`, (changes) =>
      changes.map((change) => (change.rule === rule ? { ...change, loosens: !change.loosens } : change)),
    ),
  ),
  telling('only the first change is told', (changes) => changes.slice(0, 1)),
  telling('what is gone is not told', (changes) => changes.filter(({ kind }) => kind !== 'removed')),
  telling('operations are forgotten', (changes) => changes.filter(({ path }) => !path.startsWith('operations'))),
  telling('everything is breaking', (changes) => changes.map((change) => ({ ...change, class: 'breaking' }))),
  { name: 'old and new are taken for one another', classify: (old, now) => sound(now, old) },
  judging('grades are compared as texts', `${item}.grade`, () => asText('DIF-314', 'DIF-315')),
  judging('types are compared as texts', `${item}.type`, () => asText('DIF-308', 'DIF-309')),
  judging('limits are compared as texts', 'resources.*.provide.parameter.limit', () => asText('DIF-406', 'DIF-405')),
  judging('cycles are compared as texts', 'resources.*.update.cycle', () => asText('DIF-210', 'DIF-211')),
  judging('sharing that is another is more', 'resources.*.sharing.type', () => () => found('DIF-205')),
  judging('no purposes are none at all', 'resources.*.sharing.purposes', () =>
    byMembers({ added: 'DIF-209', removed: 'DIF-208' }),
  ),
  judging('hours that change are shorter', 'system.hours', () => () => found('DIF-105')),
  judging('every key breaks', 'resources.*.from.key', () => () => found('DIF-215')),
  judging('a lower limit is a detail', 'resources.*.provide.parameter.limit', () => () => found('DIF-406')),
  judging('an input type is taken for an output type', `${input}.type`, asOutput),
  judging('input that is needed is taken for output', `${input}.required`, asOutput),
  judging('codes of input are taken for those of output', `${input}.codes`, asOutput),
  judging(
    'a table takes any item',
    item,
    (right) => (difference) =>
      right(difference).map((verdict) => (verdict.rule === 'DIF-303' ? { rule: 'DIF-302' } : verdict)),
  ),
  judging('codes are compared by number', `${item}.codes`, () => () => found('DIF-334')),
  among('drafts are compared like the rest', 'resources.*', (each) => ({
    ...each,
    judge: () => [],
    inside: () => true,
  })),
  among('what stands in a new resource is told too', 'resources.*', (each) => ({ ...each, inside: () => true })),
  among('items are looked at no further', item, (each) => ({ ...each, inside: () => false })),
]
