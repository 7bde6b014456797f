import type { LocalizedText } from '@berth/core'
import type { Position } from '../source/manifest-source.ts'
import type { ChangeKind } from './difference.ts'
import type { ChangeRuleId } from './rules/change-rules.ts'
import type { ChangeClass } from './rules/definition.ts'

/** One change of a docking (VER-2). */
export interface ManifestChange {
  /** Stable. Listed in docs/versions.md. */
  readonly rule: ChangeRuleId
  readonly kind: ChangeKind
  readonly class: ChangeClass
  /** It lets more out, or lets it out to more. */
  readonly loosens: boolean
  /** `resources.marriage.items.husbandId.grade` */
  readonly path: string
  readonly message: Required<LocalizedText>
  /** What of a list is meant: a purpose, the items of a set, codes. `*` is any purpose. */
  readonly subject?: string
  /** The values, where they may be shown: never options, addresses or names of secrets (SEC-3). */
  readonly before?: string
  readonly after?: string
  /** In the file of the older one. Absent: there is no file, or it is not in it. */
  readonly oldPlace?: Position
  /** In the file of the newer one. */
  readonly newPlace?: Position
  /** Whom it concerns, by the grants that were given to the comparison; of patches nobody. Absent: no grants were given. */
  readonly consumers?: readonly ConcernedConsumer[]
}

/** A consumer that a change concerns. */
export interface ConcernedConsumer {
  readonly consumer: string
  /** The ids of its grants. */
  readonly grants: readonly string[]
}

/** What became of one docking. */
export interface ManifestDiff {
  /** The greatest class of all changes. Absent: nothing changed. */
  readonly class?: ChangeClass
  /** Some change lets more out. */
  readonly loosens: boolean
  /** Without the version and in the order of the newer one; what is gone stands where it was. */
  readonly changes: readonly ManifestChange[]
  /** The versions of both, as they declare them. */
  readonly versions: { readonly old?: string; readonly new?: string }
  /** The greatest class that the versions declare (docs/versions.md). */
  readonly declares: ChangeClass
  /** Every change is of a class that is declared, and the version did not go back. */
  readonly declared: boolean
  /** The least version of the newer one that declares its changes. Absent: they are declared. */
  readonly needs?: string
}
