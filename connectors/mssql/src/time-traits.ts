import { BerthError, type Value } from '@berth/core'
import type { SqlColumn } from '@berth/sql'
import type { NativeColumn } from './native-column.ts'

type TimeTraits = Pick<SqlColumn, 'bind' | 'checkStored' | 'equals'>

/** How a time is bound: the server rounds it to what the column holds. Rows to write must need no rounding. */
export function timeTraits({ type, scale }: NativeColumn, text: string): TimeTraits {
  if (type === 'datetime')
    return { ...byText(text), bind: datetimeLiteral, checkStored: (value) => check(value, isTick) }
  if (type === 'smalldatetime')
    return { ...byText(text), bind: minuteLiteral, checkStored: (value) => check(value, isMinute) }
  const bind = (value: Value): string => String(value).replace(/(\.\d{7})\d+/, '$1')
  const fits = (fraction: string): boolean => fraction.length <= scale
  const checkStored = (value: Value): void => check(value, fits)
  if (scale === 7) return { bind, checkStored }
  const exact = (expression: string): string => `CONVERT(${type}(7), ${expression})`
  // What was rounded is found by the index, and left out by the comparison with all digits.
  const equals = (reference: string, marker: string): string =>
    `(${reference} = ${marker} AND ${exact(reference)} = ${exact(unconverted(marker, text))})`
  return { bind, checkStored, equals }
}

/** The same for the types whose wider forms would show other digits: compared as the server prints them. */
function byText(text: string): Pick<SqlColumn, 'equals'> {
  return {
    equals: (reference, marker) =>
      `(${reference} = ${marker} AND CONVERT(nvarchar(23), ${reference}, 126) = ${unconverted(marker, text)})`,
  }
}

/** The marker within `CONVERT(type, marker)`. */
function unconverted(marker: string, text: string): string {
  return marker.slice(`CONVERT(${text}, `.length, -1)
}

function parts(value: Value): { readonly seconds: string; readonly fraction: string } {
  const [, seconds = '', fraction = ''] = /^(.*?)(?:\.(\d*?)0*)?Z?$/.exec(String(value)) ?? []
  return { seconds, fraction }
}

function check(value: Value, holds: (fraction: string, seconds: string) => boolean): void {
  const { seconds, fraction } = parts(value)
  if (!holds(fraction, seconds)) throw new BerthError('VALUE_LOSS', { type: 'datetime', length: String(value).length })
}

/** DATETIME counts 1/300 of a second: its milliseconds end in 0, 3 or 7. */
function isTick(fraction: string): boolean {
  return /^\d\d[037]$/.test(fraction.padEnd(3, '0'))
}

function isMinute(fraction: string, seconds: string): boolean {
  return fraction === '' && seconds.endsWith(':00')
}

/** DATETIME begins in 1753. As the server prints it: three digits, or none. */
function datetimeLiteral(value: Value): string {
  const { seconds, fraction } = parts(value)
  if (seconds < '1753-01-01') return refuse(value)
  if (fraction.length > 3) throw new BerthError('VALUE_LOSS', { type: 'datetime', length: String(value).length })
  return fraction === '' ? seconds : `${seconds}.${fraction.padEnd(3, '0')}`
}

/**
 * SMALLDATETIME holds minutes from 1900 to June 2079. 1900-01-01 is what an empty text became, and an overlap may reach
 * behind it: earlier times compare as its beginning, and equal nothing, for the server prints no fraction.
 */
function minuteLiteral(value: Value): string {
  const { seconds } = parts(value)
  if (seconds >= '2079-06-06T23:59:30') return refuse(value)
  return seconds < '1900-01-01' ? '1900-01-01T00:00:00.000' : seconds
}

function refuse(value: Value): never {
  throw new BerthError('VALUE_INVALID', { type: 'datetime', length: String(value).length })
}
