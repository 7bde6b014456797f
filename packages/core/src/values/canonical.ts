import type { LogicalType, LogicalTypeName, Value } from '../contract/value.ts'

/** Why a value is not in canonical form: its shape is not the type's, or it is longer than the type admits. */
export type CanonicalProblem = 'shape' | 'length'

/**
 * Checks one value against its logical type. `null` always passes: whether it is admitted is not the type's business.
 * Returns undefined when the value is canonical (TYP-1).
 */
export function canonicalProblem(value: Value, type: LogicalType): CanonicalProblem | undefined {
  if (value === null) return undefined
  if (!shapes[type.name](value)) return 'shape'
  return withinBounds(value, type) ? undefined : 'length'
}

/** The number of Unicode code points of a text. */
export function characterCount(text: string): number {
  let count = text.length
  for (let index = 0; index < text.length - 1; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const next = text.charCodeAt(index + 1)
      if (next >= 0xdc00 && next <= 0xdfff) {
        count--
        index++
      }
    }
  }
  return count
}

/** Whether year, month and day name a day of the proleptic Gregorian calendar, years 1 to 9999. */
export function isCalendarDate(year: number, month: number, day: number): boolean {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return day <= days
}

const decimalShape = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/
const int64Shape = /^(?:0|-?[1-9]\d{0,18})$/
const dateShape = /^(\d{4})-(\d\d)-(\d\d)/
/** The days that every month of every year has. */
const commonDate = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])/
const timeShape = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?$/

const shapes: Readonly<Record<LogicalTypeName, (value: Value) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= -2147483648 && value <= 2147483647,
  int64: (value) =>
    typeof value === 'string' &&
    int64Shape.test(value) &&
    (value.length < 19 || BigInt.asIntN(64, BigInt(value)) === BigInt(value)),
  decimal: (value) => typeof value === 'string' && decimalShape.test(value),
  double: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && value.length === 10 && startsWithDate(value),
  time: (value) => typeof value === 'string' && timeShape.test(value),
  datetime: (value) => typeof value === 'string' && isDatetime(value),
  instant: (value) => typeof value === 'string' && value.endsWith('Z') && isDatetime(value.slice(0, -1)),
  binary: (value) => value instanceof Uint8Array,
  json: (value) => typeof value === 'string' && isJson(value),
}

function startsWithDate(value: string): boolean {
  if (commonDate.test(value)) return true
  const match = dateShape.exec(value)
  return match !== null && isCalendarDate(Number(match[1]), Number(match[2]), Number(match[3]))
}

function isDatetime(value: string): boolean {
  return value[10] === 'T' && startsWithDate(value) && timeShape.test(value.slice(11))
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value)
    return true
  } catch {
    return false
  }
}

function withinBounds(value: Exclude<Value, null>, type: LogicalType): boolean {
  if (type.maxLength !== undefined) {
    if (typeof value === 'string') return value.length <= type.maxLength || characterCount(value) <= type.maxLength
    return value instanceof Uint8Array && value.length <= type.maxLength
  }
  if (type.precision !== undefined && typeof value === 'string') {
    const point = value.indexOf('.')
    const fraction = point < 0 ? 0 : value.length - point - 1
    const whole = (point < 0 ? value.length : point) - (value.startsWith('-') ? 1 : 0)
    const wholeDigits = whole === 1 && value.replace('-', '').startsWith('0') ? 0 : whole
    return fraction <= (type.scale ?? 0) && wholeDigits <= type.precision - (type.scale ?? 0)
  }
  return true
}
