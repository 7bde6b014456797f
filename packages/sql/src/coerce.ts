import type { LogicalType, Value } from '@berth/core'

const wholeNumber = /^-?\d{1,15}$/

/**
 * A canonical value of any type as one of `type`, where nothing is lost: whole numbers between the number types, and
 * everything but bytes as the text it is. What does not fit comes back as it was; checking it is the caller's work.
 */
export function coerce(value: Value, type: LogicalType): Value {
  if (value === null || value instanceof Uint8Array) return value
  switch (type.name) {
    case 'text':
      return typeof value === 'string' ? value : String(value)
    case 'int64':
      return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
    case 'decimal':
      if (typeof value === 'string') return withinScale(value, type.scale)
      return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
    case 'integer':
    case 'double':
      if (typeof value === 'boolean') return value ? 1 : 0
      return typeof value === 'string' && wholeNumber.test(value) ? Number(value) : value
    default:
      return value
  }
}

/** Zeros beyond the scale say nothing. */
function withinScale(decimal: string, scale: number | undefined): string {
  const point = decimal.indexOf('.')
  if (scale === undefined || point < 0 || decimal.length - point - 1 <= scale) return decimal
  const kept = scale === 0 ? point : point + 1 + scale
  return /^\.?0+$/.test(decimal.slice(kept)) ? decimal.slice(0, kept) : decimal
}
