import type { LocalizedText } from '@berth/core'

/** One code of a table. Dates are `date` values; the code holds from `validFrom` to `validTo`, both days included. */
export interface Code {
  readonly code: string
  readonly name: Required<LocalizedText>
  /** Absent: from the first day of the table. */
  readonly validFrom?: string
  /** Absent: it holds still. */
  readonly validTo?: string
  /** Other ways in which legacy systems write it; never the code of another entry. */
  readonly aliases?: readonly string[]
}

/** A dated table of standard codes. */
export interface CodeTable {
  /** `gb.sex`. Stable once published. */
  readonly id: string
  readonly title: Required<LocalizedText>
  /** The standard it is taken from, `GB/T 2261.1`. */
  readonly standard: string
  /** In the standard's order. A code stands several times where it changed its meaning, with dates apart. */
  readonly entries: readonly Code[]
}
