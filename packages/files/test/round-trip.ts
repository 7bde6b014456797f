import type { Field, LogicalType, Row } from '@berth/core'
import fc from 'fast-check'
import type { FileDataset, FileReader, FileWriter } from '../src/index.ts'
import { readAll } from './read-all.ts'

/** Texts as hostile as they come: whatever a format uses as a sign of its own, and characters of every width. */
export const hostileText: fc.Arbitrary<string> = fc.string({
  unit: fc.oneof(
    {
      weight: 12,
      arbitrary: fc.constantFrom(',', '"', '\n', '\r', '\r\n', '\\', '|', '\t', ' ', '=', "'", '\0', '\u001a'),
    },
    { weight: 12, arbitrary: fc.constantFrom('a', '0', '{', ':', '.') },
    { weight: 1, arbitrary: fc.constantFrom('张', '三', '\u3000', '𠮷', '€', 'é', '\u2028') },
    { weight: 1, arbitrary: fc.constantFrom('\ufeff', '\ud800', '\ufffd', '\ue5e5') },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
  ),
  maxLength: 8,
})

export const hostileRows: fc.Arbitrary<Row[]> = fc.array(
  fc.array(fc.oneof({ weight: 4, arbitrary: hostileText }, { weight: 1, arbitrary: fc.constant(null) }), {
    minLength: 3,
    maxLength: 3,
  }),
  { maxLength: 6 },
)

export const textFields: readonly Field[] = ['a', '姓', 'c'].map((name) => ({ name, type: { name: 'text' } }))

export interface Exchange {
  readonly reader: FileReader
  readonly writer: (dataset: FileDataset, fields: readonly Field[]) => FileWriter
}

/** What the reader makes of the records that the writer took; `taken` are those. */
export async function exchanged(
  { reader, writer }: Exchange,
  dataset: FileDataset,
  fields: readonly Field[],
  rows: readonly Row[],
  chunkBytes: number,
): Promise<{ readonly taken: Row[]; readonly read: Row[]; readonly refused: number }> {
  const written = writer(dataset, fields)
  const parts = [written.begin()]
  const taken: Row[] = []
  for (const row of rows) {
    try {
      parts.push(written.records([row]))
      taken.push(row)
    } catch {
      // Refused: nothing of it may be in the file.
    }
  }
  parts.push(written.end())
  const columns = fields.map(({ name, type }: { name: string; type: LogicalType }) => ({ name, type }))
  const { rows: read, refused } = await readAll(reader, Buffer.concat(parts), dataset, { columns, chunkBytes })
  return { taken, read, refused: refused.length }
}
