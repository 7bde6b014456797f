import type { FileDataset } from '../../definition/file-dataset.ts'
import { byPosition, type NamedColumns } from '../named-columns.ts'

/** From the header, and where there is none, from the definition or the first record. A separator behind the last name is no column. */
export function csvColumns(cells: readonly (string | null)[], line: number, dataset: FileDataset): NamedColumns {
  if (!dataset.header) {
    const found = dataset.columns.length === 0 || byPosition(dataset) ? cells : dataset.columns
    return { names: found.map((_each, index) => String(index + 1)), line: 0, format: 'CSV' }
  }
  const names = cells.map((cell) => cell?.trim() ?? '')
  if (names.length > 1 && names.at(-1) === '') names.pop()
  return { names, line, format: 'CSV' }
}
