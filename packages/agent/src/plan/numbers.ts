import type { LogicalType } from '@berth/core'
import { canonicalProblem } from '@berth/core'
import { type CellFault, invalid, loss } from './cell-fault.ts'

const numberShape = /^([+-]?)0*(\d*)(?:\.(\d*))?$/
const exponentShape = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/**
 * A number as people and old programs write it, in the canonical form of a decimal: leading zeros, a plus sign and a
 * bare point are admitted. Undefined when it is none.
 */
export function canonicalDecimal(text: string): string | undefined {
  const match = numberShape.exec(text)
  if (match === null || !/\d/.test(text)) return undefined
  const whole = match[2] || '0'
  const fraction = match[3] ?? ''
  const sign = match[1] === '-' && /[1-9]/.test(text) ? '-' : ''
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

/** A canonical decimal within precision and scale. Zeros beyond the scale are cut, any other digit there is a loss. */
export function boundedDecimal(text: string, type: LogicalType): string | CellFault {
  if (canonicalProblem(text, type) === undefined) return text
  const point = text.indexOf('.')
  if (type.precision === undefined || point < 0) return loss
  const kept = text.slice(0, point + 1 + (type.scale ?? 0))
  if (!/^0*$/.test(text.slice(kept.length))) return loss
  const shorter = kept.endsWith('.') ? kept.slice(0, -1) : kept
  return canonicalProblem(shorter, type) === undefined ? shorter : loss
}

/** The whole number that a text says, in the form of an `int64`; a fraction other than zero is a loss. */
export function wholeNumber(text: string): string | CellFault {
  const decimal = canonicalDecimal(text)
  if (decimal === undefined) return invalid
  const [whole = '0', fraction = ''] = decimal.split('.')
  if (/[1-9]/.test(fraction)) return loss
  const plain = whole === '-0' ? '0' : whole
  return canonicalProblem(plain, { name: 'int64' }) === undefined ? plain : loss
}

/** The 32-bit number that a text says. */
export function integerNumber(text: string): number | CellFault {
  const whole = wholeNumber(text)
  if (typeof whole === 'symbol') return whole
  const value = Number(whole)
  return canonicalProblem(value, { name: 'integer' }) === undefined ? value : loss
}

/** The double that a text says. */
export function doubleNumber(text: string): number | CellFault {
  if (!exponentShape.test(text)) return invalid
  const value = Number(text)
  return Number.isFinite(value) ? value : loss
}

/** The double that says exactly what a decimal or an `int64` says; anything else would be a loss (TYP-2). */
export function exactDouble(text: string): number | CellFault {
  const value = Number(text)
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return String(value) === plain.replace(/^-0$/, '0') ? value : loss
}
