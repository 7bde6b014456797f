import type { LocalizedText } from './value.ts'

/**
 * The options a connector takes, as data: a flat JSON Schema 2020-12 subset. The wrapper validates and defaults
 * options by it, the manifest's editor completion and the documentation are made from it.
 */
export type OptionsSchema = Readonly<Record<string, OptionSchema>>

interface OptionBase {
  readonly title: LocalizedText
  /** Whether a docking must give it. An option with a default is never required. */
  readonly required?: true
}

/** One option. Durations are milliseconds and say so in their name (`timeoutMs`). */
export type OptionSchema =
  | (OptionBase & {
      readonly type: 'string'
      readonly default?: string
      readonly enum?: readonly string[]
      /** The value arrives as a `Secret`, and the manifest may give it only by reference (SEC-3). */
      readonly secret?: true
    })
  | (OptionBase & {
      readonly type: 'integer'
      readonly default?: number
      readonly minimum?: number
      readonly maximum?: number
    })
  | (OptionBase & { readonly type: 'boolean'; readonly default?: boolean })
