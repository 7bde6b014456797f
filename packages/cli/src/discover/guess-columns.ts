import type { Dataset, Grade, RowBatch } from '@berth/core'
import { detectElement } from '@berth/elements'

/** What a column was taken for. */
export interface ColumnGuess {
  readonly column: string
  readonly element: string
  /** From 0 to 1. */
  readonly confidence: number
  /** The grade proposed. */
  readonly grade: Grade
}

/** What the columns of a dataset were taken for, those that were recognised. */
export function guessColumns(dataset: Dataset, sample: RowBatch | undefined): ColumnGuess[] {
  return dataset.columns.flatMap((column) => {
    const place = sample?.fields.findIndex((field) => field.name === column.name) ?? -1
    const samples = place < 0 ? [] : (sample?.rows.map((row) => row[place] ?? null) ?? [])
    const guess = detectElement({ ...column, samples })
    if (guess === undefined) return []
    const { element, confidence, grade } = guess
    return [{ column: column.name, element, confidence, grade }]
  })
}
