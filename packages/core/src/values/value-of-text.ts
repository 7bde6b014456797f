import type { LogicalType, Value } from '../contract/value.ts'
import { BerthError } from '../errors/berth-error.ts'
import { canonicalProblem } from './canonical.ts'

const spelledTrue: ReadonlySet<string> = new Set(['true', '1'])
const spelledFalse: ReadonlySet<string> = new Set(['false', '0'])

/**
 * The canonical value of a text that a file or a message holds, for a column that is declared to have a type. Besides the
 * canonical form it takes what XML Schema and common writers write: blanks around, a plus sign, zeros in front, `1` for
 * true, a blank for the `T`, an offset in place of `Z`. Nothing is rounded.
 *
 * Throws `VALUE_INVALID` or `VALUE_TOO_LONG` with column and length.
 */
export function valueOfText(text: string, type: LogicalType, column: string): Value {
  const value = type.name === 'text' ? text : converted(text.trim(), type)
  const problem = value === undefined ? 'shape' : canonicalProblem(value, type)
  if (problem === undefined) return value ?? null
  if (problem === 'length' && type.maxLength !== undefined)
    throw new BerthError('VALUE_TOO_LONG', { column, length: text.length, maxLength: type.maxLength })
  throw new BerthError('VALUE_INVALID', { column, type: type.name, length: text.length })
}

/** Undefined: it is no text of that type. */
function converted(text: string, type: LogicalType): Value | undefined {
  switch (type.name) {
    case 'integer':
      return /^[+-]?\d+$/.test(text) ? Number(text) + 0 : undefined
    case 'int64':
      return /^[+-]?\d{1,40}$/.test(text) ? String(BigInt(text.replace(/^\+/, ''))) : undefined
    case 'decimal':
      return decimal(text)
    case 'double':
      return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined
    case 'boolean':
      return spelledTrue.has(text) ? true : spelledFalse.has(text) ? false : undefined
    case 'datetime':
      return text.replace(/^(\d{4}-\d\d-\d\d) /, '$1T')
    case 'instant':
      return instant(text.replace(/^(\d{4}-\d\d-\d\d) /, '$1T'))
    case 'binary':
      return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
        ? Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
        : undefined
    default:
      return text
  }
}

function decimal(text: string): string | undefined {
  const match = /^([+-]?)0*(\d*)(?:\.(\d*))?$/.exec(text)
  if (match === null || !/\d/.test(text)) return undefined
  const [, sign, whole = '', fraction = ''] = match
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits
}

function instant(text: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(?:Z|([+-])(\d\d):?(\d\d))$/.exec(text)
  if (match === null) return undefined
  const [, local = '', fraction = '', sign, hours, minutes] = match
  if (sign === undefined) return `${local}${fraction}Z`
  const at = Date.parse(`${local}Z`)
  if (Number.isNaN(at) || canonicalProblem(local, { name: 'datetime' }) !== undefined) return undefined
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000
  const moved = new Date(sign === '+' ? at - offset : at + offset)
  return moved.getUTCFullYear() >= 1 && moved.getUTCFullYear() <= 9999
    ? `${moved.toISOString().slice(0, 19)}${fraction}Z`
    : undefined
}
