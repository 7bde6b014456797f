import { canonicalProblem, type Grade, grades, type LogicalType, type Value } from '@berth/core'
import type { ItemOutline, ResourceOutline } from './outline.ts'
import type { RawRow } from './raw-rows.ts'

/** One record as it was answered or delivered, by item. */
export type HeldRecord = Readonly<Record<string, unknown>>

/** What a record holds otherwise than the row of the system that has its key. */
export interface HeldFault {
  /** The position of the record, from 1. */
  readonly record: number
  readonly item: string
  /** Whether the row of the system has no value there. */
  readonly filled: boolean
}

/** What came of a comparison. */
export interface Held {
  readonly faults: readonly HeldFault[]
  /** The positions, from 1, of records that no row of the system was found for. */
  readonly strangers: readonly number[]
  /** Items whose different values in the system are one and the same in all records that were found by their key. */
  readonly collapsed: readonly string[]
  /** How many values were compared one with one. */
  readonly compared: number
}

const numbers: ReadonlySet<string> = new Set(['integer', 'int64', 'decimal'])

/** Fewer different values may well be two spellings of one. */
const fewestDistinct = 3

/** Compares records with the rows that the system holds, for a receiver of this clearance: without any conversion. */
export function compareHeld(
  { from, items }: ResourceOutline,
  clearance: Grade,
  records: readonly HeldRecord[],
  rows: readonly RawRow[],
): Held {
  const open = items.filter((item) => item.mask === undefined || covers(clearance, item.grade))
  const key = from.key.map((column) => open.find((item) => item.from === column))
  const byKey = Map.groupBy(rows, (row) => keyOf(key, (item) => expectedText(item, row)))
  const faults: HeldFault[] = []
  const strangers: number[] = []
  const pairs: (readonly [HeldRecord, RawRow])[] = []
  const used = new Set<RawRow>()
  let compared = 0
  for (const [index, record] of records.entries()) {
    const name = keyOf(key, (item) => textOf(record[item.id], item.type))
    const ofKey = name === undefined ? undefined : byKey.get(name)
    // Without a key that is certain a record is some row of the system, each row once.
    const candidates =
      ofKey ?? (name === undefined ? rows : (byKey.get(undefined) ?? [])).filter((row) => !used.has(row))
    const same = candidates.find((row) => differing(open, record, row).length === 0)
    const row = same ?? ofKey?.[0]
    if (row === undefined) {
      strangers.push(index + 1)
      continue
    }
    used.add(row)
    if (ofKey !== undefined) pairs.push([record, row])
    compared += open.filter((item) => item.id in record && (expectedText(item, row) ?? null) !== null).length
    for (const item of differing(open, record, row)) {
      faults.push({ record: index + 1, item: item.id, filled: row.cells[item.from] === null })
    }
  }
  const collapsed = open.filter((item) => isCollapsed(item, pairs)).map(({ id }) => id)
  return { faults, strangers, collapsed, compared }
}

/** The items that certainly have to be otherwise in the record. */
function differing(items: readonly ItemOutline[], record: HeldRecord, row: RawRow): ItemOutline[] {
  return items.filter((item) => {
    const expected = item.id in record ? expectedText(item, row) : undefined
    return expected !== undefined && textOf(record[item.id], item.type) !== expected
  })
}

/** The text that an item has to have by its row. Undefined: that is for the docking's conversion to say. */
function expectedText(item: ItemOutline, { cells, types }: RawRow): string | null | undefined {
  const cell = cells[item.from]
  const type = types[item.from]
  if (cell === undefined || type === undefined) return undefined
  if (cell === null) return null
  if (item.element !== undefined || item.codes !== undefined || item.type.name === 'json') return undefined
  if (type.name === item.type.name) {
    const bare = typeof cell === 'string' && type.name === 'text' ? withoutPadding(cell) : cell
    return canonicalProblem(bare, item.type) === undefined ? textOf(cell, type) : undefined
  }
  if (!numbers.has(type.name) || !numbers.has(item.type.name)) return undefined
  const text = textOf(cell, type)
  const { precision = 38, scale = 0 } = item.type
  return text !== null && /^-?\d{1,9}$/.test(text) && text.length <= precision - scale ? text : undefined
}

function isCollapsed(item: ItemOutline, pairs: readonly (readonly [HeldRecord, RawRow])[]): boolean {
  if (item.type.name === 'boolean') return false
  const held = new Set<string | null>()
  const there = new Set<string>()
  for (const [record, { cells, types }] of pairs) {
    const value = textOf(record[item.id], item.type)
    const text = textOf(cells[item.from], types[item.from])?.trim() ?? ''
    if (value === null || text === '') continue
    held.add(value)
    there.add(item.codes?.map?.[text] ?? text)
  }
  return held.size === 1 && there.size >= fewestDistinct
}

/** A value as a text that is the same in a row, in an answer and in a file. */
function textOf(value: unknown, type: LogicalType | undefined): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (typeof value === 'object') return JSON.stringify(value)
  const text = String(value as Exclude<Value, Uint8Array | null>)
  if (type?.name === 'text') return withoutPadding(text)
  if (type?.name !== 'decimal' || !text.includes('.')) return text
  return text.replace(/\.?0+$/, '')
}

/** A CHAR column fills its values up with blanks. */
function withoutPadding(text: string): string {
  return text.replace(/ +$/, '')
}

/** Undefined: the key is not among the items, or not certain. */
function keyOf(
  key: readonly (ItemOutline | undefined)[],
  textOfItem: (item: ItemOutline) => string | null | undefined,
): string | undefined {
  const texts = key.map((item) => (item === undefined ? undefined : textOfItem(item)))
  if (texts.length === 0 || texts.some((text) => text === undefined || text === null)) return undefined
  return JSON.stringify(texts)
}

function covers(clearance: Grade, grade: Grade | undefined): boolean {
  return grade !== undefined && grades.indexOf(grade) <= grades.indexOf(clearance)
}
