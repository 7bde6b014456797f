import { BerthError, type ColumnSelection, type Field, type Row, type UnreadableRow, type Value } from '@berth/core'
import type { ResourceOutline } from './outline.ts'
import type { CarriedRow, DockingSubject } from './subject.ts'

/** How many rows of a resource are looked at. */
export const sampleRows = 200

/** The first rows of a resource. */
export interface Sample {
  readonly fields: readonly Field[]
  readonly rows: readonly Row[]
  readonly unreadable: readonly UnreadableRow[]
  /** What the docking makes of each of `rows`. */
  readonly carried: readonly CarriedRow[]
  /** Why there are no rows to look at. Absent: there are, or the dataset is empty. */
  readonly problem?: BerthError
}

/** Reads the first rows of a resource, with every column that its manifest names. */
export async function readSample(subject: DockingSubject, resource: ResourceOutline): Promise<Sample> {
  const { connection, dataset, key } = resource.from
  try {
    await using session = await subject.open(connection)
    // In the order of the key, as a delivery reads: both begin with the same rows.
    const order = key.length === 0 ? {} : { key }
    const request = { dataset, columns: columnsOf(resource), batchRows: sampleRows, ...order }
    for await (const { fields, rows, unreadable = [] } of session.scan(request)) {
      return { fields, rows, unreadable, carried: subject.carry(resource.id, fields, rows) }
    }
    return { fields: [], rows: [], unreadable: [], carried: [] }
  } catch (error) {
    const problem = BerthError.from(error, 'INTERNAL', { subject: 'sample' })
    return { fields: [], rows: [], unreadable: [], carried: [], problem }
  }
}

/** Every column that the manifest names of a resource. */
export function columnsOf({ items, from }: ResourceOutline): ColumnSelection[] {
  const columns = new Map<string, ColumnSelection>()
  for (const { from: name, charset } of items) {
    if (!columns.has(name)) columns.set(name, charset === undefined ? { name } : { name, charset })
  }
  const { key, changes } = from
  for (const name of [...key, ...(changes?.by === 'column' ? [changes.column ?? ''] : [])]) {
    if (!columns.has(name)) columns.set(name, { name })
  }
  return [...columns.values()]
}

/** The cells of one column, with their places among the rows. */
export function columnOf({ fields, rows }: Sample, name: string): Value[] {
  const at = fields.findIndex((field) => field.name === name)
  return at < 0 ? [] : rows.map((row) => row[at] ?? null)
}

/** The rows that the docking would carry, by item. */
export function carriedValues({ carried }: Sample): Readonly<Record<string, Value>>[] {
  return carried.flatMap((row) => ('values' in row ? [row.values] : []))
}
