import { BerthError, canonicalProblem, type LogicalType, type Value, valueOfText } from '@berth/core'
import { isXmlNode, textOf } from './tree.ts'

/**
 * The canonical value of what a path found, for a column of a type. Digits are those of the answer. Throws `VALUE_INVALID`
 * or `VALUE_TOO_LONG`, which name the column.
 */
export function cellOf(found: unknown, type: LogicalType, column: string, nulls: ReadonlySet<string>): Value {
  if (found === null || found === undefined) return null
  const text = textOf(found)
  if (text === null) return null
  if (type.name === 'json' && !isXmlNode(found)) return JSON.stringify(found)
  if (text === undefined) throw new BerthError('VALUE_INVALID', { column, type: type.name, length: 0 })
  if (nulls.has(text)) return null
  // Half of a character, as JSON can write it: whatever stores the text would put another in its place.
  if (!text.isWellFormed()) throw new BerthError('VALUE_INVALID', { column, type: type.name, length: text.length })
  if (typeof found === 'string' && found !== '' && type.name === 'text' && type.maxLength === undefined) return found
  if (typeof found === 'number' && type.name === 'integer' && canonicalProblem(found, type) === undefined)
    return found + 0
  const plain = typeof found === 'object' || typeof found === 'number' ? withoutExponent(text, type) : text
  return valueOfText(plain, type, column)
}

/** JSON writes 1000 as 1E3; a decimal has no exponent. */
function withoutExponent(text: string, type: LogicalType): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,4})$/.exec(text)
  if (match === null || !['decimal', 'integer', 'int64'].includes(type.name)) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return `${sign}${digits.padEnd(point, '0')}`
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
