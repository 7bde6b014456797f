import {
  BerthError,
  canonicalProblem,
  type LogicalType,
  type Row,
  textDecoding,
  type Value,
  valueOfText,
} from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { atPlace } from '../cell-conversion.ts'
import { cellText } from '../cell-text.ts'
import type { FileColumn, FileContent, FileReader, FileReading, FileRows, FileStructure } from '../codec.ts'
import { recordLimits } from '../limits.ts'
import { fileMalformed, recordMalformed } from '../malformed.ts'
import { RowCollector } from '../row-collector.ts'
import { type FieldReader, fieldReader, fieldType } from './dbf-cells.ts'
import { type DbfField, type DbfTable, headerLength, prefixBytes, readTable } from './dbf-table.ts'
import { MemoFile } from './memo-file.ts'

const endOfFile = 0x1a
const deleted = 0x2a

/**
 * Reads tables of dBase III and IV, FoxPro and Visual FoxPro, memo files included. Numbers are told digit for digit. Records that
 * are marked as deleted are passed over. A blank field is NULL, for the format knows no empty text.
 *
 * The charset is that of the definition; where it has none, that of a `.cpg` file beside it, or of the mark in the header. A table
 * with fewer records than its header says is `FILE_CUT`, one with more is `FILE_MALFORMED`.
 */
export const dbfReader: FileReader = { structure, read }

async function structure(content: FileContent, dataset: FileDataset, signal: AbortSignal): Promise<FileStructure> {
  const pieces = new TableBytes(content, signal)
  try {
    const table = await pieces.table(dataset)
    const columns = chosen(dataset, table).map(({ name, type, field }) => ({
      name,
      nativeType: `${field.type}(${field.size}${field.decimals > 0 ? `,${field.decimals}` : ''})`,
      type: type ?? fieldType(field, table),
      nullable: true,
      ...(field.type === 'C' || field.type === 'M' ? { charset: table.charset } : {}),
    }))
    return { columns, records: table.records }
  } finally {
    await pieces.close()
  }
}

async function* read(content: FileContent, reading: FileReading): AsyncGenerator<FileRows, void, undefined> {
  const { dataset, columns, signal } = reading
  const pieces = new TableBytes(content, signal)
  const collector = new RowCollector(reading.batchRows, reading.skipRecords)
  let memos: MemoFile | undefined
  try {
    const table = await pieces.table(dataset)
    const fields = columns.map((column) => ({ column, field: fieldOf(dataset, table, column.name) }))
    if (fields.some(({ field }) => isMemo(field, table))) {
      const { maxRecordBytes } = recordLimits(content.name, dataset)
      memos = await MemoFile.open(content, table, maxRecordBytes, signal)
    }
    const cells = fields.map(({ column, field }) => cellReader(column, field, table, dataset, memos))
    for (let index = 0; index < table.records; index++) {
      const record = pieces.next(table.recordBytes) ?? (await pieces.more(table.recordBytes))
      if (record === undefined) throw new BerthError('FILE_CUT', { file: content.name, offset: pieces.offset })
      if (record[0] === deleted) continue
      if (collector.begin()) collect(collector, record, cells, content.name, index + 1)
      if (!collector.full) continue
      const batch = collector.take()
      if (batch !== undefined) yield batch
    }
    const rest = collector.take()
    if (rest !== undefined) yield rest
    const mark = pieces.next(1) ?? (await pieces.more(1))
    if (mark !== undefined && mark[0] !== endOfFile && mark[0] !== 0)
      throw fileMalformed(content.name, 'DBF', 'dbf-records-more', { records: table.records, offset: pieces.offset })
  } finally {
    memos?.[Symbol.dispose]()
    await pieces.close()
  }
}

function collect(
  collector: RowCollector,
  record: Buffer,
  cells: readonly FieldReader[],
  file: string,
  number: number,
): void {
  try {
    if (record[0] !== 0x20) {
      throw recordMalformed('dbf-record-mark', { file, record: number })
    }
    const row: Row = []
    for (const cell of cells) row.push(cell(record))
    collector.add(row)
  } catch (error) {
    collector.refuse(atPlace(error, { file, record: number }))
  }
}

/** The columns of the definition, or all fields where it has none. */
function chosen(
  dataset: FileDataset,
  table: DbfTable,
): { readonly name: string; readonly type: LogicalType | undefined; readonly field: DbfField }[] {
  if (dataset.columns.length === 0) return table.fields.map((field) => ({ name: field.name, type: undefined, field }))
  return dataset.columns.map(({ name, type }) => ({ name, type, field: fieldOf(dataset, table, name) }))
}

function fieldOf(dataset: FileDataset, { fields }: DbfTable, name: string): DbfField {
  const from = dataset.columns.find((column) => column.name === name)?.from ?? name
  const field =
    fields.find((each) => each.name === from) ?? fields.find((each) => each.name.toUpperCase() === from.toUpperCase())
  if (field === undefined) throw new BerthError('COLUMN_UNKNOWN', { dataset: dataset.name, column: name })
  return field
}

function isMemo({ type }: DbfField, { visualFoxPro }: DbfTable): boolean {
  return type === 'M' || type === 'G' || type === 'P' || (type === 'B' && !visualFoxPro)
}

function cellReader(
  { name, type, charset }: FileColumn,
  field: DbfField,
  table: DbfTable,
  dataset: FileDataset,
  memos: MemoFile | undefined,
): FieldReader {
  const read = fieldReader(field, table, name, textDecoding(charset ?? table.charset), memos)
  const nulls = new Set(dataset.nulls.length === 0 ? [''] : dataset.nulls)
  const own = fieldType(field, table)
  return (record) => {
    const value = read(record)
    if (value === null) return null
    if (typeof value !== 'string') return type.name === own.name ? value : converted(value, type, name)
    const text = dataset.trim ? value.trim() : value
    if (nulls.has(text)) return null
    return type.name === own.name && canonicalProblem(text, type) === undefined ? text : valueOfText(text, type, name)
  }
}

function converted(value: Exclude<Value, null>, type: LogicalType, column: string): Value {
  return valueOfText(cellText(value), type, column)
}

/** The bytes of a table as records of them are needed. */
class TableBytes {
  readonly #content: FileContent
  readonly #signal: AbortSignal
  readonly #pieces: AsyncIterator<Uint8Array>
  #held: Buffer = Buffer.alloc(0)
  #at = 0
  #before = 0

  constructor(content: FileContent, signal: AbortSignal) {
    this.#content = content
    this.#signal = signal
    this.#pieces = content.bytes(signal)[Symbol.asyncIterator]()
  }

  /** Bytes taken so far. */
  get offset(): number {
    return this.#before + this.#at
  }

  /** The header, read and left behind. */
  async table(dataset: FileDataset): Promise<DbfTable> {
    const { name, beside } = this.#content
    const prefix = await this.more(prefixBytes)
    if (prefix === undefined) throw new BerthError('FILE_CUT', { file: name, offset: this.offset })
    const first = Buffer.from(prefix)
    const length = headerLength(first, name)
    const rest = await this.more(length - prefixBytes)
    if (rest === undefined) throw new BerthError('FILE_CUT', { file: name, offset: this.offset })
    const codePage = beside === undefined ? undefined : await this.#codePage()
    const table = readTable(Buffer.concat([first, rest]), name, dataset.charset, codePage)
    const { maxColumns, maxRecordBytes } = recordLimits(name, dataset)
    if (table.fields.length > maxColumns)
      throw new BerthError('FILE_LIMIT_EXCEEDED', { file: name, limit: 'maxColumns', maximum: maxColumns })
    if (table.recordBytes > maxRecordBytes)
      throw new BerthError('FILE_LIMIT_EXCEEDED', { file: name, limit: 'maxRecordBytes', maximum: maxRecordBytes })
    return table
  }

  /** So many bytes, where they are at hand. */
  next(length: number): Buffer | undefined {
    if (this.#at + length > this.#held.length) return undefined
    const bytes = this.#held.subarray(this.#at, this.#at + length)
    this.#at += length
    return bytes
  }

  /** So many bytes; undefined: the file ends before. */
  async more(length: number): Promise<Buffer | undefined> {
    while (this.#held.length - this.#at < length) {
      const step = await this.#pieces.next()
      this.#signal.throwIfAborted()
      if (step.done === true) {
        if (length > 1) this.#at = this.#held.length
        return undefined
      }
      const rest = this.#held.subarray(this.#at)
      this.#before += this.#at
      this.#at = 0
      this.#held = rest.length === 0 ? Buffer.from(step.value) : Buffer.concat([rest, step.value])
    }
    return this.next(length)
  }

  async close(): Promise<void> {
    await this.#pieces.return?.()
  }

  async #codePage(): Promise<string | undefined> {
    const file = await this.#content.beside?.('cpg', this.#signal)
    if (file === undefined) return undefined
    for await (const bytes of file.bytes(this.#signal)) return Buffer.from(bytes.subarray(0, 32)).toString('latin1')
    return undefined
  }
}
