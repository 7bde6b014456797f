import type { LocalizedText } from '@berth/core'
import type { JsonSchema, JsonType } from './json-schema.ts'

const kinds: Readonly<Record<JsonType, Required<LocalizedText>>> = {
  string: { zh: '文本', en: 'a text' },
  number: { zh: '数字', en: 'a number' },
  integer: { zh: '整数', en: 'a whole number' },
  boolean: { zh: ' true 或 false ', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '“键: 值”的映射', en: 'a map of keys and values' },
  null: { zh: '空', en: 'nothing' },
}

/** The kind of a value. */
export function kindOf(value: unknown): JsonType {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  const type = typeof value
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object'
}

/** What a kind is called. */
export function kindName(kind: JsonType): Required<LocalizedText> {
  return kinds[kind]
}

/** What the kinds that a schema takes are called. */
export function expectedKinds(type: JsonSchema['type'] = []): Required<LocalizedText> {
  const names = (typeof type === 'string' ? [type] : type).map(kindName)
  return { zh: names.map(({ zh }) => zh).join('或'), en: names.map(({ en }) => en).join(' or ') }
}
