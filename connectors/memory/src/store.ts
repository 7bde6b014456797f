import { BerthError, type Dataset, type Row } from '@berth/core'

/**
 * A dataset with its rows, in the order of its columns. Cells are canonical values; a `text` cell may also be the bytes
 * of a text in the charset declared for it. `apply` changes `rows` in place.
 */
export interface MemoryTable extends Dataset {
  readonly rows: Row[]
}

/** What the sessions of one connector have in common: the tables, and the ids of the batches that were written. */
export class MemoryStore {
  readonly tables: readonly MemoryTable[]
  readonly ledger: Set<string> = new Set()

  constructor(tables: readonly MemoryTable[]) {
    this.tables = tables
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
