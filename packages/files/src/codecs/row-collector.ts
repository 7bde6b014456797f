import type { BerthError, Row, UnreadableRow } from '@berth/core'
import type { FileRows } from './codec.ts'

/** Gathers the records of one file into batches, counting them. */
export class RowCollector {
  readonly #batchRows: number
  readonly #skipRecords: number
  #rows: Row[] = []
  #unreadable: UnreadableRow[] = []
  /** Records begun so far, those passed over counted. */
  record = 0

  constructor(batchRows: number, skipRecords: number) {
    this.#batchRows = batchRows
    this.#skipRecords = skipRecords
  }

  /** Counts a record; false: it is passed over. */
  begin(): boolean {
    this.record++
    return this.record > this.#skipRecords
  }

  get full(): boolean {
    return this.#rows.length + this.#unreadable.length >= this.#batchRows
  }

  add(row: Row): void {
    this.#rows.push(row)
  }

  refuse(error: BerthError): void {
    this.#unreadable.push({ row: this.record, error })
  }

  /** What was gathered since the last time; undefined: nothing. */
  take(): FileRows | undefined {
    if (this.#rows.length + this.#unreadable.length === 0) return undefined
    const batch = { rows: this.#rows, unreadable: this.#unreadable }
    this.#rows = []
    this.#unreadable = []
    return batch
  }
}
