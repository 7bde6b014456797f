import { formatLogicalType } from '@berth/core'
import type { Schema } from './openapi/schema.ts'

/** What the formats of JSON Schema are here, by type and format, in the notation of manifests. `*` stands for any other. */
const types: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  string: { date: 'date', time: 'time', 'date-time': 'instant', byte: 'binary', '*': 'text' },
  integer: { int32: 'integer', '*': 'int64' },
  number: { float: 'double', double: 'double', '*': 'decimal' },
  boolean: { '*': 'boolean' },
}

/** The type of a value that an OpenAPI schema describes; objects, lists and what may be several things are JSON. */
export function typeOf(schema: Schema): string {
  const formats = types[schema.type]
  if (formats === undefined) return 'json'
  const type = formats[schema.format] ?? formats['*'] ?? 'text'
  return type === 'text' && schema.maxLength !== undefined && schema.maxLength > 0 && schema.maxLength < 1e9
    ? formatLogicalType({ name: 'text', maxLength: schema.maxLength })
    : type
}
