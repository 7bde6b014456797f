import type { CellTime } from './number-format.ts'

/** One cell that holds something. */
export interface SheetCell {
  readonly kind: 'text' | 'number' | 'boolean' | 'error' | 'iso' | 'unknown'
  /** Of a number its digits, of a boolean `1` or `0`, of an error its sign. */
  readonly text: string
  /** What the format of the cell makes of a number; absent: a number. */
  readonly time?: CellTime
}

/** One row that holds something. */
export interface SheetRow {
  /** In the sheet, from 1. */
  readonly number: number
  /** By position; undefined: an empty cell. */
  readonly cells: readonly (SheetCell | undefined)[]
}

/** A sheet that is open, whatever kind of file it is in; it can be read until it is disposed of. */
export interface OpenSheet extends AsyncDisposable {
  /** Days are counted from 1904. */
  readonly from1904: boolean
  /** Its rows in order, empty ones left out, as they come out of the file. */
  rows(): AsyncIterable<readonly SheetRow[]>
}
