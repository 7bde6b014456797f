import { BerthError, type Field, type Value } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { cellText } from '../cell-text.ts'
import { xlsxStyle } from './xlsx-parts.ts'

/** Digits that a sheet keeps of a number. */
const keptDigits = 15
/** UTF-16 units that one cell holds. */
const mostUnits = 32_767
const dayMs = 86_400_000
/** Before it, programs do not agree which number a day has. */
const firstDay = '1900-03-01'

/** The element of one cell, its place left open; empty: NULL, for which there is no cell. */
export type CellWriter = (value: Value, place: string) => string

/**
 * Compiles how the values of a column become cells. What a sheet would keep in part, a number of more than 15 digits, a day before 1 March
 * 1900, a moment finer than a millisecond, is a text in the form of the contract. A text is a text, whatever it begins with.
 */
export function cellWriter({ name, type }: Field, dataset: FileDataset): CellWriter {
  const text = (value: Exclude<Value, null>, place: string): string => textCell(cellText(value), place, name, dataset)
  const number = (digits: string | number, place: string, style: number): string =>
    `<c r="${place}" s="${style}"><v>${digits}</v></c>`
  const other: Readonly<Record<string, (value: Exclude<Value, null>, place: string) => string | undefined>> = {
    integer: (value, place) => number(Number(value), place, xlsxStyle.whole),
    int64: (value, place) => (isKept(String(value)) ? number(String(value), place, xlsxStyle.whole) : undefined),
    decimal: (value, place) => {
      const digits = String(value)
      const style = decimalStyle(digits, type.scale)
      return style !== undefined && isKept(digits) ? number(digits, place, style) : undefined
    },
    double: (value, place) => number(Number(value), place, xlsxStyle.general),
    boolean: (value, place) => `<c r="${place}" t="b"><v>${value === true ? 1 : 0}</v></c>`,
    date: (value, place) => {
      const days = String(value) < firstDay ? undefined : serialDay(String(value))
      return days === undefined ? undefined : number(days, place, xlsxStyle.date)
    },
    time: (value, place) => {
      const found = serialTime(String(value))
      return found === undefined
        ? undefined
        : number(found.days, place, found.fine ? xlsxStyle.fineTime : xlsxStyle.time)
    },
    datetime: (value, place) => {
      const written = String(value)
      const found = serialTime(written.slice(11))
      if (written < firstDay || found === undefined) return undefined
      const style = found.fine ? xlsxStyle.fineDatetime : xlsxStyle.datetime
      return number(serialDay(written.slice(0, 10)) + found.days, place, style)
    },
  }
  const own = other[type.name]
  const { nulls } = dataset
  return (value, place) => {
    if (value === null) return ''
    if (nulls.length > 0 && nulls.includes(cellText(value))) throw loss(name, cellText(value))
    return own?.(value, place) ?? text(value, place)
  }
}

/** The cell of a text; the style keeps a program from making a number of it when somebody edits it. */
export function textCell(text: string, place: string, column: string, { trim }: FileDataset): string {
  if (trim && text.trim() !== text) throw loss(column, text)
  if (text.length > mostUnits)
    throw new BerthError('VALUE_TOO_LONG', { column, length: text.length, maxLength: mostUnits })
  return `<c r="${place}" s="${xlsxStyle.text}" t="inlineStr"><is><t xml:space="preserve">${escaped(text, column)}</t></is></c>`
}

function loss(column: string, text: string): BerthError {
  return new BerthError('VALUE_LOSS', { column, type: 'xlsx', length: text.length })
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML has no place for, or changes.
const special = /[&<>\0-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)|\p{Surrogate}/gu
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** What a workbook calls `_x000D_` is a character that XML has no place for. */
function escaped(text: string, column: string): string {
  return text.replace(special, (character, offset: number) => {
    const code = character.charCodeAt(0)
    if (code >= 0xd800 && code < 0xe000)
      throw new BerthError('TEXT_UNENCODABLE', { column, offset, charset: 'XML 1.0' })
    return entities[character] ?? `_x${code.toString(16).toUpperCase().padStart(4, '0')}_`
  })
}

function isKept(digits: string): boolean {
  return digits.replace(/^-?0*\.?0*|\./g, '').length <= keptDigits
}

/** Undefined: the zeros at its end would be gone, and no format could show them. */
function decimalStyle(digits: string, scale: number | undefined): number | undefined {
  const point = digits.indexOf('.')
  const places = point < 0 ? 0 : digits.length - point - 1
  if (scale !== undefined && places <= scale) return xlsxStyle.decimal(scale)
  return places > 0 && digits.endsWith('0') ? undefined : xlsxStyle.general
}

function serialDay(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / dayMs
}

/** Undefined: it is finer than a millisecond. */
function serialTime(time: string): { readonly days: number; readonly fine: boolean } | undefined {
  const fraction = time.slice(9).replace(/0+$/, '')
  if (fraction.length > 3) return undefined
  const ms = Date.parse(`1970-01-01T${time.slice(0, 8)}.${fraction.padEnd(3, '0')}Z`)
  return { days: ms / dayMs, fine: fraction !== '' }
}
