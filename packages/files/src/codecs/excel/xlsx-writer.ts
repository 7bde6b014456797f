import { BerthError, type Field, type Row } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import type { FileWriter } from '../codec.ts'
import { cellWriter, textCell } from './xlsx-cells.ts'
import { packedWorkbook, sheetEnd, sheetStart } from './xlsx-parts.ts'

const mostRows = 1_048_576
const mostColumns = 16_384
/** Where the number of the row belongs, and where it is that of the next one: bytes that no XML has. */
const sameRow = '\0'
const nextRow = '\u0001'

/**
 * Writes a workbook of one sheet, a row for each record. Texts and what is not exact as a number are text cells, never formulas; dates
 * from 1 March 1900 on, times and moments to the millisecond are dates and times. NULL has no cell.
 *
 * `TEXT_UNENCODABLE`: half of a character. `VALUE_TOO_LONG`: more than 32,767 UTF-16 units. `VALUE_LOSS`: a value that would be
 * read back as NULL or with fewer blanks, or a record without any. `DEFINITION_INVALID`: too many columns, or no name of a sheet.
 */
export function xlsxWriter(dataset: FileDataset, fields: readonly Field[]): FileWriter {
  const { header, sheet = 'Sheet1' } = dataset
  const invalid = (path: string, expected: string): BerthError =>
    new BerthError('DEFINITION_INVALID', { connector: 'file', dataset: dataset.name, path, expected })
  if (sheet === '' || sheet.length > 31 || /[[\]:*?/\\\p{Cc}]|^'|'$/u.test(sheet))
    throw invalid('sheet', `1-31 字，不含 [ ] : * ? / \\ / 1 to 31 characters without [ ] : * ? / \\`)
  if (fields.length > mostColumns) throw invalid('columns', `最多 ${mostColumns} 列 / at most ${mostColumns}`)
  const cells = fields.map((field, index) => ({
    write: cellWriter(field, dataset),
    place: columnLetters(index) + sameRow,
  }))
  const record = (row: Row): string => {
    let text = ''
    cells.forEach(({ write, place }, index) => {
      text += write(row[index] ?? null, place)
    })
    // Programs pass over a row without content.
    if (row.every((value) => value === null || value === ''))
      throw new BerthError('VALUE_LOSS', { column: fields[0]?.name ?? '', type: 'xlsx', length: 0 })
    return rowOf(text)
  }
  return {
    maxRecords: header ? mostRows - 1 : mostRows,
    begin() {
      const names = fields.map(({ name }) => dataset.columns.find((column) => column.name === name)?.from ?? name)
      const first = names.map((name, index) =>
        textCell(name, columnLetters(index) + sameRow, name, { ...dataset, trim: false }),
      )
      return Buffer.from(header ? sheetStart + rowOf(first.join('')) : sheetStart)
    },
    records: (rows) => Buffer.from(rows.map(record).join('')),
    end: () => Buffer.from(sheetEnd),
    assemble: (content) => packedWorkbook(sheet, numbered(content)),
  }
}

function rowOf(cells: string): string {
  return `<row r="${nextRow}">${cells}</row>`
}

/** `A` for the first column, `AA` for the 27th. */
function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last
}

/** Writes the numbers of the rows where they belong: what is kept of a file under way does not depend on what stood before. */
async function* numbered(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let row = 0
  let digits = Buffer.from('0')
  for await (const bytes of content) {
    const pieces: Uint8Array[] = []
    let from = 0
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      if (byte > 1) continue
      if (byte === 1) digits = Buffer.from(String(++row))
      pieces.push(bytes.subarray(from, at), digits)
      from = at + 1
    }
    pieces.push(bytes.subarray(from))
    yield Buffer.concat(pieces)
  }
}
