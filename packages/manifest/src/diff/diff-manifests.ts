import type { DockingManifest } from '../model.ts'
import { type Publication, publicationOf } from '../publication.ts'
import type { ManifestSource } from '../source/manifest-source.ts'
import { formatPath } from '../source/path.ts'
import { concernedConsumers } from './concerned-consumers.ts'
import { covers, declaredClass, greatestClass, nextVersion } from './declared-class.ts'
import type { Judgement } from './difference.ts'
import type { GrantFacts } from './grant-facts.ts'
import { type JudgedDifference, judgedDifferences } from './judged-differences.ts'
import { judgements } from './judgements/judgements.ts'
import type { ManifestChange, ManifestDiff } from './manifest-change.ts'
import type { Plain, PlainMap } from './plain.ts'
import { changeRules } from './rules/change-rules.ts'
import type { ChangeClass } from './rules/definition.ts'
import { subjectOfManifest, subjectOfPublication } from './subject.ts'
import { writtenPath, writtenPlace } from './written-place.ts'

/** One of the two that are compared: a manifest, with its text where changes are to name places, or what was published. */
export type DiffSide =
  | { readonly manifest: DockingManifest; readonly source?: ManifestSource }
  | { readonly publication: Publication }

export interface DiffOptions {
  /** The grants that hold, as the platform lists them: with them every change names the consumers it concerns. */
  readonly grants?: readonly GrantFacts[]
  /** A class that counts as declared whatever the versions say. */
  readonly allow?: ChangeClass
}

/**
 * What became of a docking between two manifests (VER-2), each change with its class, its rule and its place. Where one of
 * them is what was published, the other is compared as it would be: without connections and columns, without drafts.
 *
 * Pure: reads no file, asks nobody. Never throws for two manifests that were loaded.
 */
export function diffManifests(old: DiffSide, now: DiffSide, options: DiffOptions = {}): ManifestDiff {
  return diffBy(judgements, old, now, options)
}

/** The same by other judgements: the tests try wrong ones. */
export function diffBy(
  used: readonly Judgement[],
  old: DiffSide,
  now: DiffSide,
  options: DiffOptions = {},
): ManifestDiff {
  const [before, after] = subjectsOf(old, now)
  const changes = judgedDifferences(before, after, used)
    .toSorted(asWritten(sourceOf(now)))
    .map((judged) => changeOf(judged, old, now, options.grants))
  const versions = { old: versionOf(old), new: versionOf(now) }
  const needed = greatestClass(changes.map((change) => change.class))
  const byVersions = declaredClass(versions.old, versions.new)
  const declares = greatestClass([byVersions ?? 'patch', options.allow ?? 'patch']) ?? 'patch'
  const declared = covers(declares, needed) && (byVersions !== undefined || options.allow !== undefined)
  return {
    ...(needed === undefined ? {} : { class: needed }),
    loosens: changes.some((change) => change.loosens),
    changes,
    versions: {
      ...(versions.old === undefined ? {} : { old: versions.old }),
      ...(versions.new === undefined ? {} : { new: versions.new }),
    },
    declares,
    declared,
    ...(declared ? {} : { needs: nextVersion(versions.old, needed ?? 'patch') }),
  }
}

function subjectsOf(old: DiffSide, now: DiffSide): readonly [PlainMap, PlainMap] {
  if ('manifest' in old && 'manifest' in now) return [subjectOfManifest(old.manifest), subjectOfManifest(now.manifest)]
  return [subjectOfPublication(publishedOf(old)), subjectOfPublication(publishedOf(now))]
}

function publishedOf(side: DiffSide): Publication {
  return 'publication' in side ? side.publication : publicationOf(side.manifest)
}

function versionOf(side: DiffSide): string | undefined {
  return 'publication' in side ? side.publication.version : side.manifest.version
}

function sourceOf(side: DiffSide): ManifestSource | undefined {
  return 'source' in side ? side.source : undefined
}

function changeOf(
  { difference, verdict, shown }: JudgedDifference,
  old: DiffSide,
  now: DiffSide,
  grants: readonly GrantFacts[] | undefined,
): ManifestChange {
  const { path, kind, before, after } = difference
  const { zh, en, ...rule } = changeRules[verdict.rule]
  const [oldSource, newSource] = [sourceOf(old), sourceOf(now)]
  return {
    rule: verdict.rule,
    kind,
    class: rule.class,
    loosens: rule.loosens === true,
    path: formatPath(writtenPath(path, kind === 'removed' ? oldSource : newSource)),
    message: { zh, en },
    ...(verdict.subject === undefined ? {} : { subject: verdict.subject }),
    ...(shown && before !== undefined ? { before: textOf(before) } : {}),
    ...(shown && after !== undefined ? { after: textOf(after) } : {}),
    ...(oldSource === undefined || kind === 'added' ? {} : { oldPlace: writtenPlace(path, oldSource) }),
    ...(newSource === undefined || kind === 'removed' ? {} : { newPlace: writtenPlace(path, newSource) }),
    ...(grants === undefined ? {} : { consumers: concernedConsumers(difference, verdict, rule.class, grants) }),
  }
}

function textOf(value: Plain): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** As a reader of the newer file goes. What is gone stands where the thing it was in begins. */
function asWritten(source: ManifestSource | undefined): (left: JudgedDifference, right: JudgedDifference) => number {
  if (source === undefined) return () => 0
  const places = new Map<JudgedDifference, number>()
  const placeOf = (judged: JudgedDifference): number => {
    const known = places.get(judged)
    if (known !== undefined) return known
    const { line, column } = writtenPlace(judged.difference.path, source)
    const place = line * 1_000_000 + column
    places.set(judged, place)
    return place
  }
  return (left, right) => placeOf(left) - placeOf(right)
}
