import { described, mapSchema, wordsSchema } from './building.ts'
import type { JsonSchema } from './json-schema.ts'

/** A text in Chinese, or in both languages. */
export const textSchema: JsonSchema = {
  ...mapSchema({ zh: described('中文', 'In Chinese', wordsSchema), en: described('英文', 'In English', wordsSchema) }, [
    'zh',
  ]),
  type: ['string', 'object'],
  pattern: '\\S',
}
