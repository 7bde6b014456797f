import type { LocalizedText } from './value.ts'

/**
 * The shape of what a docking writes about one dataset of a system that cannot describe itself: which files, which
 * request, where the records stand. A small subset of JSON Schema as data, from which manifests are checked and sessions refuse what
 * is wrong. Secrets never stand in a definition; they are options.
 */
export type DefinitionSchema =
  | TextDefinition
  | IntegerDefinition
  | BooleanDefinition
  | ListDefinition
  | MapDefinition
  | ObjectDefinition
  | ChoiceDefinition
  | AnyDefinition

interface DefinitionBase {
  readonly title: LocalizedText
  /** Only of a member of an object. */
  readonly required?: true
}

export interface TextDefinition extends DefinitionBase {
  readonly type: 'text'
  readonly enum?: readonly string[]
  /** A regular expression that the whole text matches. */
  readonly pattern?: string
  readonly default?: string
}

export interface IntegerDefinition extends DefinitionBase {
  readonly type: 'integer'
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: number
}

export interface BooleanDefinition extends DefinitionBase {
  readonly type: 'boolean'
  readonly default?: boolean
}

/** Entries of one kind, in an order. */
export interface ListDefinition extends DefinitionBase {
  readonly type: 'list'
  readonly items: DefinitionSchema
  /** @default 0 */
  readonly minItems?: number
}

/** Entries of one kind, by names that the docking chooses. */
export interface MapDefinition extends DefinitionBase {
  readonly type: 'map'
  readonly values: DefinitionSchema
}

/** Members with fixed names; no others. */
export interface ObjectDefinition extends DefinitionBase {
  readonly type: 'object'
  readonly members: Readonly<Record<string, DefinitionSchema>>
}

/** One of several kinds that differ in what a reader sees at once: a text or an object. The first that has the kind counts. */
export interface ChoiceDefinition extends DefinitionBase {
  readonly type: 'choice'
  readonly of: readonly DefinitionSchema[]
}

/** Whatever JSON can hold: the body of a request. */
export interface AnyDefinition extends DefinitionBase {
  readonly type: 'any'
}
