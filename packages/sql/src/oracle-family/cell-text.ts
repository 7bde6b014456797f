import { BerthError, canonicalProblem, type LogicalType, type LogicalTypeName, type Value } from '@berth/core'

/**
 * A printed number as a canonical decimal with the zeros of its scale. Without a scale it has the digits that it has. A
 * number that the library did not print is refused: it may be rounded.
 */
export function printedDecimal(scale: number | undefined): (raw: unknown) => Value {
  return (raw) => {
    const plain = expanded(typeof raw === 'string' ? raw : invalid(raw, 'decimal'))
    if (scale === undefined) return plain
    const point = plain.indexOf('.')
    if (point >= 0) return plain.padEnd(point + 1 + scale, '0')
    return scale === 0 ? plain : `${plain}.${'0'.repeat(scale)}`
  }
}

/** Without exponent, with a digit before the point. */
function expanded(printed: string): string {
  const [, sign, whole = '', fraction = '', power = '0'] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(printed) ?? invalid(printed, 'decimal')
  const digits = whole + fraction
  const point = whole.length + Number(power)
  const before = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0')
  const behind = point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point)
  const first = before.replace(/^0+(?=\d)/, '') || '0'
  return `${sign === '-' ? '-' : ''}${first}${behind === '' ? '' : `.${behind}`}`
}

/** `2020-02-29T12:30:00.500000`, with a blank for the sign of the year before it, without the zeros that say nothing. */
export function printedTime(type: 'datetime' | 'instant' | 'time' | 'date'): (raw: unknown) => Value {
  return (raw) => {
    let text = String(raw)
    if (text.startsWith(' ')) text = text.slice(1)
    if (text.includes('.')) text = text.replace(/\.?0+$/, '')
    if (type === 'instant') text += 'Z'
    return canonicalProblem(text, { name: type }) === undefined ? text : invalid(raw, type)
  }
}

/** Throws `VALUE_INVALID`: the value itself is not told. */
export function invalid(raw: unknown, type: LogicalTypeName): never {
  throw new BerthError('VALUE_INVALID', { type, length: String(raw).length })
}

/** A whole number of a database that prints all numbers. */
export function printedInteger(raw: unknown): Value {
  const value = Number(raw)
  return value === (value | 0) ? value : invalid(raw, 'integer')
}

/** Neither NaN nor infinite. */
export function finite(raw: unknown): Value {
  return typeof raw === 'number' && Number.isFinite(raw) ? raw : invalid(raw, 'double')
}

/** Bytes as a plain array, past the library's own kind. */
export function plainBytes(raw: unknown): Value {
  if (!(raw instanceof Uint8Array)) return invalid(raw, 'binary')
  return new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength)
}

/** The digits of a second that a time has behind the point, without the zeros that say nothing. */
export function fractionDigits(time: string): number {
  return /\.(\d*?)0*$/.exec(time)?.[1]?.length ?? 0
}

/** A time with nine digits behind the point, as formats with FF9 ask for. */
export function nineDigits(time: string): string {
  const [seconds = '', fraction = ''] = time.split('.')
  return `${seconds}.${fraction.padEnd(9, '0')}`
}

/** Throws `VALUE_LOSS` for a time that has more digits than are kept. */
export function checkFraction(time: string, digits: number, type: LogicalType['name']): void {
  if (fractionDigits(time) > digits) throw new BerthError('VALUE_LOSS', { type, length: time.length })
}
