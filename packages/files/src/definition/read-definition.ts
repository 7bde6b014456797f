import { BerthError, definitionProblems, parseLogicalType, textDecoding } from '@berth/core'
import { filePattern } from '../store/file-pattern.ts'
import { fileDatasetDefinition } from './definition-schema.ts'
import type { DefinedColumn, FileBatches, FileContents, FileDataset, FileFormat } from './file-dataset.ts'

/** A definition as it is written, its shape already checked. */
interface Written {
  readonly files: string
  readonly format?: FileFormat
  readonly charset?: string
  readonly columns?: Readonly<Record<string, string | WrittenColumn>>
  readonly key?: readonly string[]
  readonly separator?: string
  readonly quote?: string
  readonly escape?: '\\'
  readonly formulaText?: boolean
  readonly header?: boolean
  readonly skipLines?: number
  readonly nulls?: readonly string[]
  readonly trim?: boolean
  readonly record?: string
  readonly sheet?: string
  readonly entries?: string
  readonly contents?: FileContents
  readonly change?: { readonly column: string; readonly deletes: readonly string[] }
  readonly settledMs?: number
  readonly recordBytes?: number
  readonly maxColumns?: number
  readonly maxRecordBytes?: number
  readonly batches?: Omit<FileBatches, 'first'> & { readonly first?: number }
}

interface WrittenColumn {
  readonly from?: string
  readonly type?: string
  readonly at?: number
  readonly bytes?: number
  readonly charset?: string
  readonly required?: boolean
  readonly comment?: string
}

const formats: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  ndjson: 'json-lines',
  jsonl: 'json-lines',
  xml: 'xml',
  xlsx: 'excel',
  xls: 'excel',
  dbf: 'dbf',
}

/** One definition normalised: defaults filled in, types parsed. Throws `DEFINITION_INVALID` and `CHARSET_UNKNOWN`. */
export function fileDataset(name: string, definition: unknown, connector = 'file'): FileDataset {
  const invalid: Invalid = (path, expected) =>
    new BerthError('DEFINITION_INVALID', { connector, dataset: name, path, expected })
  const [problem] = definitionProblems(definition, fileDatasetDefinition)
  if (problem !== undefined)
    throw invalid(problem.path.join('.') || '.', `${problem.expected.zh} / ${problem.expected.en}`)
  const written = definition as Written
  const extension = extensionOf(written)
  const format = written.format ?? (extension === undefined ? undefined : formats[extension])
  if (format === undefined) throw invalid('format', '扩展名看不出格式，请写明 / the extension does not tell it; say it')
  // How a batch is written is told by its manifest.
  const placed = format === 'fixed-width' && written.batches === undefined
  const columns = Object.entries(written.columns ?? {}).map(([id, column]) =>
    definedColumn(id, column, placed, invalid),
  )
  checkPatterns(written, invalid)
  checkColumns(written, columns, format, invalid)
  const { columns: _, batches, ...given } = written
  return {
    ...defaults,
    ...given,
    name,
    format,
    columns,
    separator: written.separator ?? (extension === 'tsv' ? '\t' : ','),
    header: written.header ?? format !== 'fixed-width',
    ...(batches === undefined ? {} : { batches: { ...batches, first: batches.first ?? 1 } }),
  }
}

/** Whether the columns of a format can be in charsets of their own. */
export function hasCharsetPerColumn(format: FileFormat): boolean {
  return format === 'csv' || format === 'fixed-width'
}

const defaults = {
  charset: 'UTF-8',
  key: [],
  quote: '"',
  skipLines: 0,
  nulls: [],
  trim: false,
  settledMs: 2000,
  contents: 'all',
  entries: '*',
} as const

/** What a format and the contents of a set ask of the columns. */
function checkColumns(
  { key = [], contents, change, record, batches, charset = defaults.charset }: Written,
  columns: readonly DefinedColumn[],
  format: FileFormat,
  invalid: Invalid,
): void {
  for (const each of [charset, ...columns.flatMap((column) => column.charset ?? [])]) textDecoding(each)
  const own = columns.find((column) => column.charset !== undefined)
  if (own !== undefined && !hasCharsetPerColumn(format))
    throw invalid(`columns.${own.name}.charset`, '只用于 CSV 和定宽文件 / only in CSV and fixed width files')
  if (columns.length > 0 && !key.every((id) => columns.some((column) => column.name === id)))
    throw invalid('key', 'columns 中的列 / names of columns')
  if (contents === 'changes' && key.length === 0) throw invalid('key', '变更按主键更新 / changes are told by key')
  if (change !== undefined && contents !== 'changes')
    throw invalid('change', '只用于 contents: changes / only with contents: changes')
  if (batches !== undefined) return
  if (format === 'fixed-width' && columns.length === 0)
    throw invalid('columns', '定宽文件的各列 / the columns of a fixed width file')
  if (format === 'xml' && record === undefined) throw invalid('record', 'XML 记录的路径 / the path of the records')
}

type Invalid = (path: string, expected: string) => BerthError

function checkPatterns({ files, entries = '*', batches }: Written, invalid: Invalid): void {
  const path = '目录和名称，不得含 .. 或反斜杠 / folders and a name, without .. and without backslashes'
  if (filePattern(files) === undefined) throw invalid('files', path)
  if (filePattern(entries) === undefined) throw invalid('entries', path)
  if (batches?.receipts?.split('/').some((step) => step === '..' || /[\\\p{Cc}]/u.test(step)) === true)
    throw invalid('batches.receipts', path)
}

/** Of the file itself, be it packed; in lower case. */
function extensionOf({ files, entries = '' }: Written): string | undefined {
  const bare = files.replace(/\.gz(?:ip)?$/i, '')
  const name = /\.zip$/i.test(bare) ? entries : bare
  return /\.([A-Za-z]+)$/.exec(name)?.[1]?.toLowerCase()
}

function definedColumn(
  name: string,
  written: string | WrittenColumn,
  placed: boolean,
  invalid: Invalid,
): DefinedColumn {
  const column: WrittenColumn = typeof written === 'string' ? { type: written } : written
  const { from = name, type, required, ...given } = column
  const parsed = type === undefined ? ({ name: 'text' } as const) : parseLogicalType(type)
  if (parsed === undefined) throw invalid(`columns.${name}.type`, '逻辑类型 / a logical type')
  if (placed && (given.at === undefined || given.bytes === undefined))
    throw invalid(`columns.${name}`, 'at 和 bytes / at and bytes')
  return { ...given, name, type: parsed, from, ...(required === true ? { required } : {}) }
}
