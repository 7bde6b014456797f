import { BerthError, type LogicalType, type Value, valueOfText } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { recordMalformed } from '../malformed.ts'
import { numberText } from './number-text.ts'
import { serialText } from './serial-date.ts'
import type { SheetCell } from './sheet-row.ts'

/** How the cells of one column are converted. */
export interface ExcelColumn {
  readonly name: string
  readonly type: LogicalType
  readonly from1904: boolean
}

const errorSigns: ReadonlySet<string> = new Set([
  '#NULL!',
  '#DIV/0!',
  '#VALUE!',
  '#REF!',
  '#NAME?',
  '#NUM!',
  '#N/A',
  '#GETTING_DATA',
  '#SPILL!',
  '#CALC!',
])

/**
 * The canonical value of a cell. Throws `CELL_ERROR` for an error, `VALUE_LOSS` for a number of more digits than a sheet keeps,
 * `RECORD_MALFORMED` for a formula without a result, `VALUE_INVALID` and `VALUE_TOO_LONG` with column and length.
 */
export function excelValue(cell: SheetCell | undefined, column: ExcelColumn, dataset: FileDataset): Value {
  if (cell === undefined) return null
  const { name, type } = column
  const { kind, text } = cell
  switch (kind) {
    case 'text': {
      const found = dataset.trim ? text.trim() : text
      if (dataset.nulls.includes(found)) return null
      return valueOfText(found, type, name)
    }
    case 'error':
      throw new BerthError('CELL_ERROR', { column: name, error: errorSigns.has(text) ? text : '#UNKNOWN!' })
    case 'unknown':
      throw recordMalformed('formula-empty', { column: name })
    case 'boolean':
      return valueOfText(text === '1' ? 'true' : 'false', type, name)
    case 'iso':
      return valueOfText(fitting(text.replace(/Z$/, ''), type), type, name)
    default:
      return cell.time === undefined ? numberValue(text, column, dataset) : timeValue(cell, column)
  }
}

/** The text of a cell as a header or a sample shows it; null where it has none. */
export function cellWords(cell: SheetCell | undefined, from1904: boolean, dataset: FileDataset): string | null {
  try {
    const value = excelValue(cell, { name: '', type: { name: 'text' }, from1904 }, dataset)
    return value === null ? null : String(value)
  } catch {
    return cell?.text ?? null
  }
}

function numberValue(text: string, { name, type }: ExcelColumn, dataset: FileDataset): Value {
  if (type.name === 'double') return valueOfText(text, type, name)
  const found = numberText(text)
  if (found === undefined) throw new BerthError('VALUE_INVALID', { column: name, type: type.name, length: text.length })
  if (dataset.nulls.includes(found.text)) return null
  if (found.lossy) throw new BerthError('VALUE_LOSS', { column: name, type: type.name, length: found.text.length })
  return valueOfText(found.text, type, name)
}

function timeValue({ text, time }: SheetCell, column: ExcelColumn): Value {
  const { name, type, from1904 } = column
  if (type.name === 'double') return valueOfText(text, type, name)
  const invalid = (): BerthError =>
    new BerthError('VALUE_INVALID', { column: name, type: type.name, length: text.length })
  if (time === undefined || numberText(text) === undefined) throw invalid()
  const written = serialText(Number(text), time, from1904)
  if (written === undefined) throw invalid()
  return valueOfText(fitting(written, type), type, name)
}

/** A date is a moment at midnight, and the other way round. */
function fitting(text: string, type: LogicalType): string {
  if (type.name === 'date') return text.replace(/^(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?$/, '$1')
  return type.name === 'datetime' && /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00` : text
}
