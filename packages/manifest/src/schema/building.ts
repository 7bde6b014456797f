import { identifierPattern } from '../notation/identifier.ts'
import type { JsonSchema } from './json-schema.ts'

/** A schema with what an editor shows of it, in both languages. */
export function described(zh: string, en: string, schema: JsonSchema): JsonSchema {
  return { description: `${zh}\n${en}`, ...schema }
}

/** A text with at least one character that is not a blank. */
export const wordsSchema: JsonSchema = { type: 'string', pattern: '\\S' }

/** A list of such texts, each once. */
export const wordListSchema: JsonSchema = { type: 'array', items: wordsSchema, uniqueItems: true }

/** A duration; whether it is one is a rule's to say. */
export function durationSchema(examples: readonly string[]): JsonSchema {
  return { ...wordsSchema, examples }
}

/** A map with these keys and no others. */
export function mapSchema(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
  more: JsonSchema = {},
): JsonSchema {
  return {
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
    ...more,
  }
}

/** A map from ids to entries of one kind. */
export function mapByIdSchema(entry: JsonSchema, more: JsonSchema = {}): JsonSchema {
  return { type: 'object', propertyNames: { pattern: identifierPattern }, additionalProperties: entry, ...more }
}
