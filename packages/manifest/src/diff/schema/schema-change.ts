import type { LocalizedText } from '@berth/core'
import type { ChangeClass } from '../rules/definition.ts'
import { type SchemaRuleId, schemaRules } from './schema-rules.ts'

/** One change of a schema, or of a catalogue of ids. */
export interface SchemaChange {
  readonly rule: SchemaRuleId
  readonly class: ChangeClass
  /** `resources.*.provide.file.format`; `*` is any id, `[]` any entry of a list. Of a catalogue the id, and what of it. */
  readonly path: string
  readonly message: Required<LocalizedText>
  /** Which choice, kind or restriction. */
  readonly subject?: string
}

/** Makes a change of a rule. */
export function schemaChange(rule: SchemaRuleId, path: string, subject?: string): SchemaChange {
  const { class: greatness, zh, en } = schemaRules[rule]
  return { rule, class: greatness, path, message: { zh, en }, ...(subject === undefined ? {} : { subject }) }
}
