import { BerthError, type Row } from '@berth/core'
import type { FileWriter } from '@berth/files'
import { cellLength } from './cell-length.ts'
import type { Plan, RejectedRow } from './plan.ts'

/** Records as bytes, and the rows that have no place among them. */
export interface WrittenRecords {
  readonly bytes: Uint8Array
  /** Rows in `bytes`. */
  readonly rows: number
  /** `row` is the index in what was given. */
  readonly rejects: readonly RejectedRow[]
}

/**
 * Writes rows. One that the format or its charset cannot hold is left out and named, and the others are written (TXT-2); a failure that is
 * not of one row is thrown. `columns` names the values of a row.
 */
export function writtenRecords(writer: FileWriter, rows: readonly Row[], columns: readonly string[]): WrittenRecords {
  if (rows.length === 0) return { bytes: new Uint8Array(), rows: 0, rejects: [] }
  try {
    return { bytes: writer.records(rows), rows: rows.length, rejects: [] }
  } catch (error) {
    rejectedRow(error)
  }
  const pieces: Uint8Array[] = []
  const rejects: RejectedRow[] = []
  for (const [index, row] of rows.entries()) {
    try {
      pieces.push(writer.records([row]))
    } catch (error) {
      const reject = rejectedRow(error)
      rejects.push({ ...reject, row: index, length: cellLength(row[columns.indexOf(reject.item)] ?? null) })
    }
  }
  return { bytes: Buffer.concat(pieces), rows: pieces.length, rejects }
}

/** Has a plan of values write files. `complete` makes of the values of the items those of `columns`. */
export function writtenPlan(
  plan: Plan<Row[]>,
  writer: FileWriter,
  columns: readonly string[],
  complete: (values: Row) => Row,
): Plan<readonly Uint8Array[]> {
  return {
    items: plan.items,
    header: '',
    run(rows) {
      const planned = plan.run(rows)
      const { bytes, rows: written, rejects } = writtenRecords(writer, planned.output.map(complete), columns)
      if (rejects.length === 0) return { ...planned, output: [bytes] }
      const left = new Set(planned.rejects.map(({ row }) => row))
      const places = [...rows.keys()].filter((index) => !left.has(index))
      const placed = rejects.map((reject) => ({ ...reject, row: places[reject.row] ?? reject.row }))
      return { ...planned, output: [bytes], rows: written, rejects: [...planned.rejects, ...placed] }
    },
  }
}

/** Throws an error that is not about one row. */
function rejectedRow(error: unknown): Pick<RejectedRow, 'item' | 'code' | 'offset'> {
  if (!BerthError.is(error) || error.action !== 'skip') throw error
  const { column, offset } = error.details
  return {
    item: String(column),
    code: error.code,
    ...(typeof offset === 'number' ? { offset } : {}),
  }
}
