import { BerthError, type Dataset, type Row } from '@berth/core'
import type { MemoryLog } from './log.ts'
import type { MemoryOperation } from './operation.ts'

/**
 * A dataset with its rows, in the order of its columns. Cells are canonical values; a `text` cell may also be the bytes
 * of a text in the charset declared for it. `apply` changes `rows` in place.
 */
export interface MemoryTable extends Dataset {
  readonly rows: Row[]
  /**
   * What is read for `changes` by log. Whoever changes `rows` past the connector notes it there; `apply` does too.
   * Absent: nobody notes what changes.
   */
  log?: MemoryLog
}

/** What the sessions of one connector have in common: tables, operations, and what was written and done. */
export class MemoryStore {
  readonly tables: readonly MemoryTable[]
  readonly operations: readonly MemoryOperation[]
  /** The ids of the batches that were written. */
  readonly ledger: Set<string> = new Set()
  /** The idempotency keys of the operations that were done. */
  readonly done: Set<string> = new Set()

  constructor(tables: readonly MemoryTable[], operations: readonly MemoryOperation[]) {
    this.tables = tables
    this.operations = operations
  }

  /** Throws `DATASET_UNKNOWN`. */
  table(dataset: string): MemoryTable {
    const table = this.tables.find(({ name }) => name === dataset)
    if (table === undefined) throw new BerthError('DATASET_UNKNOWN', { dataset })
    return table
  }
}

/** The position of a column in the rows of a table. Throws `COLUMN_UNKNOWN`. */
export function positionOf(table: MemoryTable, column: string): number {
  const position = table.columns.findIndex(({ name }) => name === column)
  if (position < 0) throw new BerthError('COLUMN_UNKNOWN', { dataset: table.name, column })
  return position
}
