import type { LogicalType, Value } from '@berth/core'

/** A value that is ordered as its type is: numbers as numbers, everything else by its bytes. NULL comes first. */
export type SortableValue = string | number | bigint | Uint8Array | null

export function sortableValue(value: Value, type: LogicalType): SortableValue {
  if (value === null || typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Uint8Array) return value
  if (type.name === 'int64') return BigInt(value)
  if (type.name === 'decimal') return sortableDecimal(value)
  if (type.name === 'instant') return sortableTime(value.slice(0, -1))
  return type.name === 'datetime' || type.name === 'time' ? sortableTime(value) : value
}

/** 12:00:00.50 is 12:00:00.5. */
function sortableTime(value: string): string {
  return value.includes('.') ? value.replace(/\.?0+$/, '') : value
}

/** Digits with the length of the whole part in front; of a negative number their complements. */
function sortableDecimal(value: string): string {
  const [whole = '', fraction = ''] = value.replace('-', '').split('.')
  const digits = whole.replace(/^0+/, '')
  const text = `${String(digits.length).padStart(4, '0')}${digits}.${fraction.replace(/0+$/, '')}`
  if (!value.startsWith('-') || !/[1-9]/.test(value)) return `1${text}`
  return `0${text.replaceAll(/\d/g, (digit) => String(9 - Number(digit)))}~`
}

/** Below zero where `left` comes first, zero where both are the same value. */
export function compareValues(left: Value, right: Value, type: LogicalType): number {
  const [first, second] = [sortableValue(left, type), sortableValue(right, type)]
  if (first === null || second === null) return Number(first !== null) - Number(second !== null)
  if (typeof first === 'string' && typeof second === 'string')
    return first === second ? 0 : Buffer.compare(Buffer.from(first), Buffer.from(second))
  if (first instanceof Uint8Array && second instanceof Uint8Array) return Buffer.compare(first, second)
  return first < second ? -1 : first > second ? 1 : 0
}
