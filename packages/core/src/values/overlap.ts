import type { LogicalType, Value } from '../contract/value.ts'
import { BerthError } from '../errors/berth-error.ts'

/**
 * The value that lies `overlap` before `value`: counts for numbers, milliseconds for times. Digits below the
 * millisecond are kept. Throws `NOT_SUPPORTED` for a type that has no distances.
 */
export function valueBefore(value: Value, overlap: number, type: LogicalType, connector: string): Value {
  switch (type.name) {
    case 'integer':
    case 'double':
      return Number(value) - overlap
    case 'int64':
      return String(BigInt(String(value)) - BigInt(Math.ceil(overlap)))
    case 'decimal':
      return decimalBefore(String(value), BigInt(Math.ceil(overlap)))
    case 'date':
      return timeBefore(`${value}T00:00:00Z`, overlap).slice(0, 10)
    case 'datetime':
      return timeBefore(`${value}Z`, overlap).slice(0, -1)
    case 'instant':
      return timeBefore(String(value), overlap)
    default:
      throw new BerthError('NOT_SUPPORTED', { connector, capability: `changes overlap on ${type.name}` })
  }
}

function decimalBefore(value: string, overlap: bigint): string {
  const fraction = value.split('.')[1] ?? ''
  const digits = BigInt(value.replace('.', '')) - overlap * 10n ** BigInt(fraction.length)
  const text = String(digits < 0n ? -digits : digits).padStart(fraction.length + 1, '0')
  const whole = text.slice(0, text.length - fraction.length)
  return `${digits < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${text.slice(-fraction.length)}`}`
}

/** The first moment that canonical times can tell. */
const beginning = Date.parse('0001-01-01T00:00:00Z')

function timeBefore(instant: string, overlap: number): string {
  const [seconds = '', fraction = ''] = instant.slice(0, -1).split('.')
  const digits = fraction.padEnd(3, '0')
  const moved = Math.max(new Date(`${seconds}.${digits.slice(0, 3)}Z`).getTime() - Math.ceil(overlap), beginning)
  return `${new Date(moved).toISOString().slice(0, -1)}${digits.slice(3)}Z`
}
