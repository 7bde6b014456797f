import { BerthError, textDecoding } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { textEncoding } from '../../text/encode-strictly.ts'
import type { CellConversion } from '../cell-conversion.ts'
import type { FileColumn } from '../codec.ts'
import type { CsvDialect } from './record-scanner.ts'

/**
 * Whether columns are asked for each in its charset, as in files that were put together from several systems (TXT-1): also where it is that of the
 * file, so that no other column spoils their records and a bad byte is told by its place in the cell.
 */
export function hasMixedCharsets(columns: readonly FileColumn[]): boolean {
  return columns.some((column) => column.charset !== undefined)
}

/**
 * The dialect of a file whose records are split before they are decoded, a character a byte. Throws `NOT_SUPPORTED` where its signs
 * could be the second byte of a character, or blanks could: neither can be told from the other then.
 */
export function mixedDialect(dialect: CsvDialect, { charset }: FileDataset): CsvDialect {
  const { separator, quote, trim } = dialect
  const unsure = /[^ -/:-?\t]/.test(separator + quote) || trim || dialect.escape !== undefined
  if (unsure || textDecoding(charset).charset.startsWith('utf-16'))
    throw new BerthError('NOT_SUPPORTED', { connector: 'CSV', capability: 'text.charsetPerColumn' })
  const encoding = textEncoding(charset)
  return { ...dialect, nulls: dialect.nulls.flatMap((text) => bytesAsText(encoding.encode(text))) }
}

export function decodedCells(cells: readonly (string | null)[], charset: string): (string | null)[] {
  const decoding = textDecoding(charset)
  return cells.map((cell, index) =>
    cell === null ? null : decoding.decode(Buffer.from(cell, 'latin1'), `#${index + 1}`),
  )
}

/** Decodes the bytes of a cell before `convert` sees its text. */
export function decodingFirst(charset: string, column: string, convert: CellConversion | undefined): CellConversion {
  const decoding = textDecoding(charset)
  return (cell) => {
    const text = decoding.decode(Buffer.from(cell, 'latin1'), column)
    return convert === undefined ? text : convert(text)
  }
}

function bytesAsText(bytes: Uint8Array | undefined): string[] {
  return bytes === undefined ? [] : [Buffer.from(bytes).toString('latin1')]
}
