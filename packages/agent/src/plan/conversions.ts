import { canonicalProblem, type LogicalType, type LogicalTypeName, type Value } from '@berth/core'
import type { TextFormat } from '@berth/manifest'
import { type CellFault, invalid, loss, tooLong } from './cell-fault.ts'
import { compileDatePattern } from './date-pattern.ts'
import { boundedDecimal, canonicalDecimal, doubleNumber, exactDouble, integerNumber, wholeNumber } from './numbers.ts'

/** A cell that is not null, in the canonical form of its column. */
export type Cell = Exclude<Value, null>

/** Turns a canonical cell of one type into a canonical value of another, or says why it cannot be one. */
export type Conversion = (cell: Cell) => Cell | CellFault

const clocks: Readonly<Record<string, string>> = {
  date: 'yyyy-MM-dd',
  time: 'HH:mm:ss',
  datetime: "yyyy-MM-dd'T'HH:mm:ss",
}

/** How a type is reached, from a type other than itself. */
type Way = (from: LogicalType, to: LogicalType, format: TextFormat) => Conversion | undefined

const ways: Readonly<Record<LogicalTypeName, Way>> = {
  text: (from) => (from.name === 'binary' ? undefined : String),
  integer: (from) => (isNumber(from) ? (cell) => integerNumber(String(cell)) : undefined),
  int64: (from) => (isNumber(from) ? (cell) => wholeNumber(String(cell)) : undefined),
  decimal: (from, to) => (isNumber(from) ? toDecimal(to, from.name === 'double') : undefined),
  double: (from) => {
    if (from.name === 'text') return (cell) => doubleNumber(String(cell))
    return isReadable(from) ? (cell) => exactDouble(String(cell)) : undefined
  },
  boolean: (from, _to, format) => (isReadable(from) ? toBoolean(format) : undefined),
  date: (from, _to, format) => (from.name === 'datetime' ? datePart : fromPattern(from, 'date', format)),
  time: (from, _to, format) => (from.name === 'text' ? fromPattern(from, 'time', format) : undefined),
  datetime: (from, _to, format) =>
    from.name === 'date' ? (cell) => `${String(cell)}T00:00:00` : fromPattern(from, 'datetime', format),
  instant: (from, to) => (from.name === 'text' ? checked(to) : undefined),
  json: (from, to) => (from.name === 'text' ? checked(to) : undefined),
  binary: () => undefined,
}

/**
 * How a column of one type becomes an item of another, exactly. Undefined: there is no way that is exact by itself.
 * Lengths of texts are not looked at here; precision and scale are.
 */
export function conversion(from: LogicalType, to: LogicalType, format: TextFormat = {}): Conversion | undefined {
  if (from.name === to.name) return to.name === 'decimal' ? decimalBounds(to) : same
  return ways[to.name](from, to, format)
}

/** Whether its cells, written out, are what a person would write. */
function isReadable(type: LogicalType): boolean {
  return type.name === 'text' || type.name === 'integer' || type.name === 'int64' || type.name === 'decimal'
}

function isNumber(type: LogicalType): boolean {
  return isReadable(type) || type.name === 'double'
}

function same(cell: Cell): Cell {
  return cell
}

function checked(to: LogicalType): Conversion {
  return (cell) => (canonicalProblem(cell, { name: to.name }) === undefined ? cell : invalid)
}

function decimalBounds(to: LogicalType): Conversion {
  return (cell) => boundedDecimal(String(cell), to)
}

function toDecimal(to: LogicalType, rounded: boolean): Conversion {
  return (cell) => {
    const decimal = canonicalDecimal(String(cell))
    if (decimal === undefined) return rounded ? loss : invalid
    return boundedDecimal(decimal, to)
  }
}

function toBoolean(format: TextFormat): Conversion {
  const yes = new Set(format.true ?? ['1', 'true'])
  const no = new Set(format.false ?? ['0', 'false'])
  return (cell) => {
    const text = String(cell)
    return yes.has(text) ? true : no.has(text) ? false : invalid
  }
}

function datePart(cell: Cell): Cell | CellFault {
  const text = String(cell)
  return midnight(text) ? text.slice(0, 10) : loss
}

function midnight(datetime: string): boolean {
  return /^T00:00:00(?:\.0+)?$/.test(datetime.slice(10))
}

function fromPattern(from: LogicalType, to: 'date' | 'time' | 'datetime', format: TextFormat): Conversion | undefined {
  if (!isReadable(from) || (from.name !== 'text' && format.pattern === undefined)) return undefined
  const pattern = compileDatePattern(format.pattern ?? clocks[to] ?? '')
  if (pattern === undefined || pattern.date !== (to !== 'time')) return undefined
  const canonical = format.pattern === undefined ? { name: to } : undefined
  return (cell) => {
    const text = String(cell)
    if (canonical !== undefined && canonicalProblem(text, canonical) === undefined) return text
    const datetime = pattern.read(text)
    if (datetime === undefined) return invalid
    if (to === 'datetime') return datetime
    if (to === 'time') return datetime.slice(11)
    return midnight(datetime) ? datetime.slice(0, 10) : loss
  }
}

/** The fault of a value that is longer than its type admits. */
export function lengthFault(value: Cell, type: LogicalType): CellFault | undefined {
  if (type.maxLength === undefined) return undefined
  return canonicalProblem(value, type) === 'length' ? tooLong : undefined
}
