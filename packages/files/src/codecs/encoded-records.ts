import type { BerthError } from '@berth/core'
import { type TextEncoding, unencodable } from '../text/encode-strictly.ts'

/** One text of a record, and the column that it belongs to. */
export interface WrittenCell {
  readonly column: string
  readonly text: string
}

/**
 * The bytes of some records. `cells` gives their texts one by one: it is asked only when something in `text` cannot be encoded, to
 * name the column.
 */
export function encodedRecords(text: string, encoding: TextEncoding, cells: () => Iterable<WrittenCell>): Uint8Array {
  const bytes = encoding.encode(text)
  if (bytes !== undefined) return bytes
  throw firstUnencodable(encoding, cells()) ?? unencodable(text, encoding, '')
}

function firstUnencodable(encoding: TextEncoding, cells: Iterable<WrittenCell>): BerthError | undefined {
  for (const { column, text } of cells) {
    if (encoding.encode(text) === undefined) return unencodable(text, encoding, column)
  }
  return undefined
}
