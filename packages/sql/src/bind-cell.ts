import { BerthError, canonicalProblem, characterCount, type Value } from '@berth/core'
import { coerce } from './coerce.ts'
import type { SqlColumn } from './column.ts'

const loneSurrogate = /\p{Surrogate}/u

/** What the driver binds for one value. Throws what is wrong with it, with the column's name. */
export function bindCell(given: Value, column: SqlColumn): unknown {
  const value = coerce(given, column.type)
  if (value === null) {
    if (!column.nullable) throw new BerthError('VALUE_MISSING', { column: column.name })
    return null
  }
  const { name, type } = column
  const problem = canonicalProblem(value, type)
  if (typeof value === 'string' && !value.isWellFormed())
    throw new BerthError('TEXT_UNENCODABLE', { column: name, offset: value.search(loneSurrogate), charset: 'Unicode' })
  if (problem !== undefined) {
    const length = value instanceof Uint8Array ? value.length : characterCount(String(value))
    if (problem === 'shape') throw new BerthError('VALUE_INVALID', { column: name, type: type.name, length })
    throw new BerthError('VALUE_TOO_LONG', { column: name, length, maxLength: type.maxLength ?? 0 })
  }
  return column.bind === undefined ? value : column.bind(value)
}
