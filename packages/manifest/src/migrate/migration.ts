import type { LocalizedText } from '@berth/core'

/**
 * One change of a manifest that is written for an older release. `at` is a place as the comparison of schemas names it:
 * `connections.*.options.receiptKey`, `*` for any id, `[]` for any entry of a list.
 */
export type MigrationStep = {
  readonly at: string
  /** Only in connections that use one of these packages. */
  readonly uses?: readonly string[]
} & (
  | { readonly do: 'rename'; readonly to: string }
  /** Other words for the same value. A value that is not named stays. */
  | { readonly do: 'reword'; readonly words: Readonly<Record<string, string>> }
  /** Written out where it is not there, so that a default that changed changes nothing. `value` is YAML on one line. */
  | { readonly do: 'add'; readonly value: string }
  /** Nothing that a program could decide: whoever migrates is told the place and what to do. */
  | { readonly do: 'ask'; readonly what: Required<LocalizedText> }
)

/** How manifests of an older release become those of this one. */
export interface Migration {
  /** Stable: `receipt-key-file`. */
  readonly id: string
  /** The version of the docking contract, `berth:` of a manifest, that it leads to. Older manifests and those of it are migrated. */
  readonly contract: number
  /** The day the change entered, `2026-11-23`. */
  readonly since: string
  readonly title: Required<LocalizedText>
  readonly steps: readonly MigrationStep[]
  /** A whole manifest before, and what has to come of it, byte for byte. Tests hold the migration to it, and pages show it. */
  readonly example: { readonly before: string; readonly after: string }
}

/** The paths of the contract that a migration takes care of, by the part of the contract they belong to. */
export interface MigratedPaths {
  readonly 'manifest-schema': readonly string[]
  readonly 'connector-options': readonly string[]
}

/** Which changes of the contract a migration answers to, as the comparison with the released contract names them. */
export function migratedPaths({ steps }: Pick<Migration, 'steps'>): MigratedPaths {
  const manifest = new Set<string>()
  const options = new Set<string>()
  for (const step of steps) {
    for (const at of step.do === 'rename' ? [step.at, renamed(step.at, step.to)] : [step.at]) {
      const option = /^connections\.\*\.options\.([\w-]+)$/.exec(at)?.[1]
      if (option === undefined) manifest.add(at)
      for (const used of option === undefined ? [] : (step.uses ?? [])) {
        options.add(`${used.replace(/^@berth\/connector-/, '')}.${option}`)
      }
    }
  }
  return { 'manifest-schema': [...manifest], 'connector-options': [...options] }
}

/** The place under its new name. */
export function renamed(at: string, to: string): string {
  return [...at.split('.').slice(0, -1), to].join('.')
}
