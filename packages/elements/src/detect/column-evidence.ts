import type { Grade, LocalizedText, LogicalType, Value } from '@berth/core'
import type { DatePattern } from './detect-date-pattern.ts'

/** What is known of a column whose meaning is not. A `Column` of a dataset is one. */
export interface ColumnEvidence {
  readonly name: string
  readonly type: LogicalType
  readonly comment?: string
  /** Cells of the column. They are looked at in memory only: no answer holds one, nor a part of one (SEC-2). */
  readonly samples?: readonly Value[]
}

/** What a column is taken for. */
export interface Detection {
  /** The id of the element. */
  readonly element: string
  /** From 0 to 1; never 1. What rests on the name alone is lower than what the samples agree with. */
  readonly confidence: number
  /** The grade proposed for the item. */
  readonly grade: Grade
  /** What speaks for it and against it, in a few words each: the name, the comment, the samples. */
  readonly reasons: readonly Required<LocalizedText>[]
  /** How a text column writes its dates. Absent: it is no text column, or there were no samples to read it from. */
  readonly datePattern?: DatePattern
}
