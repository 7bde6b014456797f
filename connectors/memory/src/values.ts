import { BerthError, type LogicalType, type Row, type Value } from '@berth/core'

/** Compares two values of one logical type; NULL comes first. Numbers compare as numbers, times as times. */
export function compareValues(left: Value, right: Value, { name }: LogicalType): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null)
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right)
  switch (name) {
    case 'int64':
      return sign(BigInt(String(left)), BigInt(String(right)))
    case 'decimal':
      return compareDecimals(String(left), String(right))
    case 'time':
    case 'datetime':
    case 'instant':
      return sign(withoutZeros(String(left)), withoutZeros(String(right)))
    default:
      return sign(left, right)
  }
}

/** A comparison of rows by the columns at `positions`, each of its type. */
export function rowOrder(positions: readonly number[], types: readonly LogicalType[]): (a: Row, b: Row) => number {
  return (left, right) => {
    for (const [index, position] of positions.entries()) {
      const type = types[index] ?? { name: 'text' }
      const order = compareValues(left[position] ?? null, right[position] ?? null, type)
      if (order !== 0) return order
    }
    return 0
  }
}

/**
 * The value that lies `overlap` before `value`: counts for numbers, milliseconds for times. Throws `NOT_SUPPORTED` for
 * types that have no distances.
 */
export function valueBefore(value: Value, overlap: number, { name }: LogicalType): Value {
  switch (name) {
    case 'integer':
    case 'double':
      return Number(value) - overlap
    case 'int64':
      return String(BigInt(String(value)) - BigInt(Math.ceil(overlap)))
    case 'date':
      return new Date(Date.parse(`${value}T00:00:00Z`) - overlap).toISOString().slice(0, 10)
    case 'datetime':
      return new Date(Date.parse(`${value}Z`) - overlap).toISOString().slice(0, -1)
    case 'instant':
      return new Date(Date.parse(String(value)) - overlap).toISOString()
    default:
      throw new BerthError('NOT_SUPPORTED', { connector: 'memory', capability: `changes overlap on ${name}` })
  }
}

function sign<Comparable extends Value | bigint>(left: Comparable, right: Comparable): number {
  if (left === null || right === null || left === right) return 0
  return left < right ? -1 : 1
}

function withoutZeros(time: string): string {
  return time.includes('.') ? time.replace(/\.?0*Z?$/, '') : time.replace('Z', '')
}

function compareDecimals(left: string, right: string): number {
  const scale = Math.max(left.split('.')[1]?.length ?? 0, right.split('.')[1]?.length ?? 0)
  return sign(scaled(left, scale), scaled(right, scale))
}

function scaled(decimal: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(scale, '0'))
}
