import type { LogicalType, Value } from '@berth/core'

/** The value itself, of the type and canonical, or undefined where that takes a closer look. */
export type PlainValue = (value: Value | undefined) => Exclude<Value, null> | undefined

const int64 = /^(?:0|-?[1-9]\d{0,17})$/
const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/
const date = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/
const time = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?$/
const datetime =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?$/

/**
 * Tells nearly all values of good rows with one test each. What it gives is what `coerce` gives, and has no
 * `canonicalProblem`; what it does not know is nothing wrong yet.
 */
export function plainValue(type: LogicalType): PlainValue {
  const longest = type.maxLength ?? Number.POSITIVE_INFINITY
  switch (type.name) {
    case 'text':
      return (value) =>
        typeof value === 'string' && value.length <= longest && value.isWellFormed() ? value : undefined
    case 'binary':
      return (value) => (value instanceof Uint8Array && value.length <= longest ? value : undefined)
    case 'integer':
      return (value) => (typeof value === 'number' && value === (value | 0) ? value : undefined)
    case 'int64':
      return (value) => {
        if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
        return matching(int64, value)
      }
    case 'decimal':
      return plainDecimal(type)
    case 'double':
      return (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : undefined)
    case 'date':
      return (value) => matching(date, value)
    case 'time':
      return (value) => matching(time, value)
    case 'datetime':
      return (value) => matching(datetime, value)
    case 'instant':
    case 'json':
      return () => undefined
  }
}

function matching(shape: RegExp, value: Value | undefined): string | undefined {
  return typeof value === 'string' && shape.test(value) ? value : undefined
}

/** Those whose digits fit whatever their sign is, and whether their zero counts. */
function plainDecimal({ precision, scale = 0 }: LogicalType): PlainValue {
  if (precision === undefined) return (value) => matching(decimal, value)
  const wholeDigits = precision - scale
  return (value) => {
    if (typeof value !== 'string' || !decimal.test(value)) return undefined
    const point = value.indexOf('.')
    const whole = point < 0 ? value.length : point
    return whole <= wholeDigits && value.length - whole - 1 <= scale ? value : undefined
  }
}
