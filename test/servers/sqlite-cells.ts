import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { TargetColumn } from '@berth/conformance'
import type { LogicalType, Value } from '@berth/core'

/** A name as SQLite takes every one. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Whether SQLite keeps a value exactly: its decimals are doubles. */
export function holdsDecimal(type: LogicalType, cell: Value): boolean {
  return type.name !== 'decimal' || (Number(type.precision) <= 18 && String(cell).replace(/\D/g, '').length <= 15)
}

/** A value of the kit as an application would store it. */
export function storedCell(cell: Value, { type }: TargetColumn): SQLInputValue {
  if (cell === null || cell instanceof Uint8Array) return cell
  if (type.name === 'int64') return BigInt(String(cell))
  if (type.name === 'datetime') return String(cell).replace('T', ' ')
  return typeof cell === 'boolean' ? Number(cell) : cell
}

/** What is selected to read a column back. Whole numbers and decimals are printed by SQLite itself. */
export function selectedCell({ name, type }: TargetColumn): string {
  if (type.name === 'int64') return `CAST(${quoted(name)} AS TEXT)`
  if (type.name !== 'decimal') return quoted(name)
  return `CASE WHEN ${quoted(name)} IS NOT NULL THEN printf('%.${type.scale ?? 0}f', ${quoted(name)}) END`
}

/** The value of the kit that was read back. */
export function readCell(cell: SQLOutputValue | undefined, column: TargetColumn | undefined): Value {
  if (cell === null || cell === undefined || cell instanceof Uint8Array) return cell ?? null
  if (column?.type.name === 'boolean') return cell === 1
  if (column?.type.name === 'datetime') return String(cell).replace(' ', 'T')
  return typeof cell === 'bigint' ? Number(cell) : cell
}
