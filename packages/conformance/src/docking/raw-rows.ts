import { BerthError, type ColumnSelection, type Field, type LogicalType, type Row, type Value } from '@berth/core'
import type { ResourceOutline } from './outline.ts'
import { columnsOf, sampleRows } from './sample.ts'
import type { CarriedRow, DockingSubject } from './subject.ts'

/** A row as the connector gives it, by column. */
export interface RawRow {
  readonly cells: Readonly<Record<string, Value>>
  readonly types: Readonly<Record<string, LogicalType>>
  /** What the docking makes of it: for questions, never for the judgement. */
  readonly carried: CarriedRow | undefined
}

/** The rows of a resource that are known. */
export interface RawRows {
  readonly rows: readonly RawRow[]
  /** Whether there are no others: only then is a record without one of them none of the system. */
  readonly whole: boolean
}

/** More than are delivered, as rows that cannot be read count in one place and not in another. */
const mostRows = 2 * sampleRows

/**
 * The first rows of a resource as they are now, in the order of the key and in that of its changes, past the docking's plan.
 * With the columns of the items `given` alone, as a delivery reads them: a row that is damaged elsewhere is one all the same.
 * Undefined: the system shows none without a question.
 */
export async function readRaw(
  subject: DockingSubject,
  resource: ResourceOutline,
  given?: readonly string[],
): Promise<RawRows | undefined> {
  const { connection, dataset, key, changes } = resource.from
  const columns: ColumnSelection[] = columnsOf({
    ...resource,
    items: resource.items.filter(({ id }) => given?.includes(id) ?? true),
  })
  const found: RawRow[] = []
  const add = (fields: readonly Field[], rows: readonly Row[]): void => {
    const carried = given === undefined ? subject.carry(resource.id, fields, rows) : []
    const types = Object.fromEntries(fields.map(({ name, type }) => [name, type]))
    for (const [index, row] of rows.entries()) {
      const cells = Object.fromEntries(fields.map(({ name }, place) => [name, row[place] ?? null]))
      found.push({ cells, types, carried: carried[index] })
    }
  }
  try {
    await using session = await subject.open(connection)
    let whole = true
    const order = key.length === 0 ? {} : { key }
    for await (const { fields, rows } of session.scan({ dataset, columns, batchRows: sampleRows, ...order })) {
      add(fields, rows)
      whole = found.length < mostRows
      if (!whole) break
    }
    const { capabilities } = session.manifest
    if (changes?.by !== 'column' || changes.column === undefined || capabilities.changes?.column !== true)
      return { rows: found, whole }
    // What stands there already is the same row read twice.
    if (whole) return { rows: found, whole }
    const by = { kind: 'column', column: changes.column, key } as const
    for await (const { fields, rows } of session.changes({ dataset, columns, by, batchRows: sampleRows })) {
      add(fields, rows)
      if (found.length >= 2 * mostRows) break
    }
    return { rows: found, whole }
  } catch (error) {
    if (BerthError.is(error)) return undefined
    throw error
  }
}
