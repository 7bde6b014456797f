// What a declared type means, and how its values become canonical ones. A value that is not of its type is an error that tells type and
// length, never the value (SEC-2). Add types one by one, and to holds() of the targets with them.
import { BerthError, canonicalProblem } from '@berth/core'

const types = {
  INT: { name: 'integer', convert: (raw) => (typeof raw === 'bigint' ? Number(raw) : undefined) },
  INTEGER: {
    name: 'int64',
    convert: (raw) => (typeof raw === 'bigint' ? String(raw) : undefined),
    bind: (value) => BigInt(value),
  },
  DATE: { name: 'date' },
  TIMESTAMP: { name: 'datetime' },
}
const text = { name: 'text' }

/** The column for the shared operations. A type that is not in the table is text. */
export function columnOf(name, nativeType, nullable) {
  const [, word = '', size] = /^\s*([^(]*?)\s*(?:\(\s*(\d+)[^)]*\))?\s*$/.exec(nativeType.toUpperCase()) ?? []
  const known = types[word] ?? text
  const type = known === text && size !== undefined ? { name: 'text', maxLength: Number(size) } : { name: known.name }
  const convert = (raw) => {
    const value = known.convert === undefined ? raw : known.convert(raw)
    if (value !== undefined && canonicalProblem(value, type.name === 'text' ? text : type) === undefined) return value
    throw new BerthError('VALUE_INVALID', { type: type.name, length: String(raw).length })
  }
  const bind = known.bind === undefined ? {} : { bind: known.bind, bindNumber: BigInt }
  return { name, type, nativeType, nullable, bindsRaw: true, convert, ...bind }
}
