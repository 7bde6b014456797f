import { BerthError, type Field, type Row, type Value } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { textEncoding } from '../../text/encode-strictly.ts'
import { cellText } from '../cell-text.ts'
import type { FileWriter } from '../codec.ts'
import { encodedRecords, type WrittenCell } from '../encoded-records.ts'

const lineEnd = '\r\n'

/**
 * Writes CSV after RFC 4180 in the charset of the definition; what it writes, `csvReader` reads value for value. NULL is an empty
 * field or the first of `nulls`, an empty text `""`. In UTF-16 whose byte order the definition leaves open a byte order mark
 * comes first; otherwise there is none.
 *
 * A field that begins with `=`, `+`, `-` or `@` is written as it is: data is not altered. A spreadsheet may take it for a formula, so
 * files that people open in one come from trusted data only.
 *
 * `TEXT_UNENCODABLE`: a character is not in the charset. `VALUE_LOSS`: this definition could not tell the value from another.
 */
export function csvWriter(dataset: FileDataset, fields: readonly Field[]): FileWriter {
  const encoding = textEncoding(dataset.charset)
  const { separator } = dataset
  const rules = quotingRules(dataset)
  const columns = fields.map(({ name }) => name)

  const record = (row: Row): string => {
    let text = ''
    for (let index = 0; index < columns.length; index++) {
      if (index > 0) text += separator
      text += written(row[index] ?? null, columns[index] ?? '', rules)
    }
    return text + lineEnd
  }
  const encoded = (rows: readonly Row[]): Uint8Array =>
    encodedRecords(rows.map(record).join(''), encoding, () => cellsOf(rows, columns))

  return {
    begin() {
      const mark = dataset.charset.toLowerCase() === 'utf-16' ? encoding.encode('\ufeff') : undefined
      const names = columns.map((name) => dataset.columns.find((column) => column.name === name)?.from ?? name)
      return Buffer.concat([mark ?? Buffer.alloc(0), dataset.header ? encoded([names]) : Buffer.alloc(0)])
    },
    records: encoded,
    end: () => new Uint8Array(),
  }
}

function* cellsOf(rows: readonly Row[], columns: readonly string[]): Generator<WrittenCell> {
  for (const row of rows) {
    for (const [index, value] of row.entries())
      if (value !== null) yield { column: columns[index] ?? '', text: cellText(value) }
  }
}

interface QuotingRules {
  readonly dataset: FileDataset
  readonly null: string
  /** Texts that would be taken for something else without quotes. */
  readonly special: ReadonlySet<string>
  /** Characters that would be. */
  readonly characters: RegExp
}

function quotingRules(dataset: FileDataset): QuotingRules {
  const nulls = dataset.nulls.length === 0 ? [''] : dataset.nulls
  const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|-]/, '\\$&')
  return {
    dataset,
    null: nulls[0] ?? '',
    special: new Set([...nulls, '', '\u001a']),
    characters: new RegExp(`^\ufeff|[\r\n${literal(dataset.separator)}${literal(dataset.quote)}]`),
  }
}

function written(value: Value, column: string, rules: QuotingRules): string {
  if (value === null) return rules.null
  const { quote, trim, formulaText } = rules.dataset
  const plain = cellText(value)
  const lost =
    (trim && plain !== plain.trim()) ||
    (formulaText === true && plain.length > 2 && plain.startsWith('="') && plain.endsWith('"'))
  const text = rules.dataset.escape === undefined ? plain : plain.replaceAll('\\', '\\\\')
  const special = rules.special.has(text) || rules.characters.test(text)
  if (lost || (special && quote === ''))
    throw new BerthError('VALUE_LOSS', { column, type: 'CSV', length: plain.length })
  return special ? quote + text.replaceAll(quote, quote + quote) + quote : text
}
