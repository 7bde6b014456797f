import { mapSchema, wordsSchema } from './building.ts'
import type { JsonSchema } from './json-schema.ts'

/** A text in Chinese, or in both languages. */
export const textSchema: JsonSchema = {
  ...mapSchema({ zh: wordsSchema, en: wordsSchema }, ['zh']),
  type: ['string', 'object'],
  pattern: '\\S',
}
