import { BerthError, canonicalProblem, formatLogicalType, type LogicalType, type Value } from '@berth/core'
import { type Element, findElement } from '@berth/elements'
import type { Item } from '@berth/manifest'
import { type CellFault, elementFailed, invalid, unknownCode } from './cell-fault.ts'
import { codeMapping } from './code-mapping.ts'
import { type Cell, conversion, lengthFault } from './conversions.ts'

/** Turns a cell of the item's column into the item's value; null where the cell holds none. */
export type ItemReader = (cell: Value) => Value | CellFault

/**
 * Compiles how one item is read from its column: padding cut, codes mapped, converted, normalised, checked, measured.
 *
 * A blank text holds no value of a code, an element or another type and reads as null; as a plain text it stays what
 * it is. `lenient` leaves out what `onInvalid: warn` lets pass: the code table, the length, the element's check. What
 * has no form in the item's type is a fault all the same.
 *
 * Throws `CONVERSION_UNKNOWN` when nothing leads from the column's type to the item's.
 */
export function itemReader(item: Item, column: LogicalType, lenient = false): ItemReader {
  const shape: LogicalType = { name: column.name }
  const element = item.element === undefined ? undefined : requireElement(item.element)
  const codes = codeMapping(item.codes, element?.codes)
  const text = column.name === 'text'
  const plain = text && item.type.name === 'text' && codes === undefined && element === undefined
  const trims = text && (item.trim || item.type.name !== 'text')
  const leading = text && item.type.name !== 'text'
  const convert = conversion(codes === undefined ? column : { name: 'text' }, item.type, item.format)
  if (convert === undefined) {
    const details = { item: item.id, from: formatLogicalType(column), to: formatLogicalType(item.type) }
    throw new BerthError('CONVERSION_UNKNOWN', details)
  }
  const finish = finisher(item.type, item.type.name === 'text' ? element : undefined, lenient)

  return (cell) => {
    if (cell === null) return null
    if (canonicalProblem(cell, shape) !== undefined) return invalid
    let value: Cell = trims ? cutBlanks(cell as string, leading) : cell
    if (value === '' && text && !plain) return null
    if (codes !== undefined) {
      const code = codes(String(value)) ?? (lenient ? String(value) : undefined)
      if (code === undefined) return unknownCode
      value = code
    }
    const converted = convert(value)
    return typeof converted === 'symbol' ? converted : finish(converted)
  }
}

/** Normalises, checks and measures what is already of the item's type. */
function finisher(
  type: LogicalType,
  element: Element | undefined,
  lenient: boolean,
): (value: Cell) => Cell | CellFault {
  const normalise = element?.normalise
  const check = lenient ? undefined : element?.check
  return (converted) => {
    const value = normalise === undefined ? converted : normalise(converted as string)
    if (check?.(value as string) !== undefined) return elementFailed
    if (typeof value === 'string' && !value.isWellFormed()) return invalid
    return lenient ? value : (lengthFault(value, type) ?? value)
  }
}

/** A text without the blanks (U+0020) at its end, and on demand those at its beginning. */
export function cutBlanks(text: string, leading: boolean): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === 32) end--
  let start = 0
  if (leading) while (start < end && text.charCodeAt(start) === 32) start++
  return text.slice(start, end)
}

function requireElement(id: string): Element {
  const element = findElement(id)
  if (element === undefined) throw new TypeError(`the manifest was not checked: there is no element ${id}`)
  return element
}
