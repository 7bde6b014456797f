import { BerthError } from '@berth/core'
import type { DefinedColumn, FileDataset } from '../../definition/file-dataset.ts'

/** Where a column lies in its record. */
export interface FixedColumn {
  readonly column: DefinedColumn
  /** Bytes before it. */
  readonly start: number
  readonly bytes: number
}

/**
 * The columns of the definition by their names. Throws `COLUMN_UNKNOWN` for one that it does not have, and `DEFINITION_INVALID`
 * for one without a place in the record.
 */
export function fixedColumns(dataset: FileDataset, names: readonly string[]): FixedColumn[] {
  return names.map((name) => {
    const index = dataset.columns.findIndex((each) => each.name === name)
    const column = dataset.columns[index]
    if (column === undefined) throw new BerthError('COLUMN_UNKNOWN', { dataset: dataset.name, column: name })
    const { at, bytes } = column
    if (at === undefined || bytes === undefined || at < 1 || bytes < 1) {
      const place = { dataset: dataset.name, path: `columns.${name}`, connector: 'files' }
      throw new BerthError('DEFINITION_INVALID', { ...place, expected: 'at, bytes' })
    }
    return { column, start: at - 1, bytes }
  })
}

/** What stands for NULL; an empty column where nothing is named. */
export function nullTexts({ nulls }: FileDataset): readonly string[] {
  return nulls.length === 0 ? [''] : nulls
}
