import type { BerthError, Row, UnreadableRow } from '@berth/core'

/** Records of a read, gathered into batches and numbered from 1. */
export class RowBatches {
  readonly #most: number
  #rows: Row[] = []
  #unreadable: UnreadableRow[] = []
  #position = 0

  constructor(most: number) {
    this.#most = most
  }

  get full(): boolean {
    return this.#rows.length + this.#unreadable.length >= this.#most
  }

  add(record: Row): void {
    this.#position++
    this.#rows.push(record)
  }

  refuse(error: BerthError): void {
    this.#position++
    this.#unreadable.push({ row: this.#position, error })
  }

  /** What was gathered since the last time; undefined where nothing was. */
  take(): { readonly rows: Row[]; readonly unreadable?: readonly UnreadableRow[] } | undefined {
    const [rows, unreadable] = [this.#rows, this.#unreadable]
    if (rows.length + unreadable.length === 0) return undefined
    this.#rows = []
    this.#unreadable = []
    return unreadable.length === 0 ? { rows } : { rows, unreadable }
  }
}
