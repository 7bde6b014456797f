import { BerthError, type Field, formatLogicalType } from '@berth/core'
import { type FileWriter, fileDataset, writerOf } from '@berth/files'
import type { DataFileFormat, FileLayout, FileLayoutColumn, Item, ProvideByFile, Resource } from '@berth/manifest'
import { exitPermit, judgeItems } from '../guard/permit-items.ts'
import { changeMark } from '../plan/quoting.ts'

/** What the names of data files end with, by format. */
export const fileExtensions: Readonly<Record<DataFileFormat, string>> = {
  ndjson: 'ndjson',
  csv: 'csv',
  xml: 'xml',
  'fixed-width': 'txt',
  xlsx: 'xlsx',
  dbf: 'dbf',
}

/** Where the manifest's word for a format is not that of the files. */
const formats: Readonly<Record<string, string>> = { ndjson: 'json-lines', xlsx: 'excel' }
/** What departments read a table as, which has no code page for UTF-8. */
const tableCharset = 'GBK'

/** What writes data files, and the columns that it takes: the items, `$change` before them where deletes are told. */
export interface FileLayoutWriter {
  readonly writer: FileWriter
  readonly columns: readonly string[]
}

/** Whether a plan writes the files itself: what goes to the platform, and NDJSON and CSV where nothing more is said of them. */
export function isPlainText({ to, connection, format, layout = {} }: ProvideByFile): boolean {
  if (to === 'platform' && connection === undefined) return true
  const said = Object.entries(layout).filter(([key, value]) => key !== 'charset' || !/^utf-?8$/i.test(String(value)))
  return (format === 'ndjson' || format === 'csv') && said.length === 0
}

/** What a receiver is told of how files are written: as the manifest says it, of the items that are in them. Undefined: nothing. */
export function givenLayout({ layout }: ProvideByFile, given: readonly Item[]): FileLayout | undefined {
  if (layout?.columns === undefined) return layout
  const { columns, ...rest } = layout
  const told = given.filter(({ id }) => Object.hasOwn(columns, id)).map(({ id }) => [id, columns[id]])
  return { ...rest, columns: Object.fromEntries(told) }
}

/** Compiles how the files of an exit are written. Throws `DEFINITION_INVALID` with the path below `provide.file`, and `CHARSET_UNKNOWN`. */
export function fileLayoutWriter(
  resource: string,
  { format, layout = {} }: ProvideByFile,
  given: readonly Item[],
  tellsDeletes: boolean,
): FileLayoutWriter {
  const { columns = {}, ...rest } = layout
  const column = ({ id, type }: Item): [string, object] => [id, { ...own(columns, id), type: formatLogicalType(type) }]
  const mark: [string, object][] = tellsDeletes ? [[changeMark, { type: 'text' }]] : []
  // A place in a record of fixed width stays where it is, and blank, when its item may not leave.
  const blank: [string, object][] =
    format === 'fixed-width' ? Object.entries(columns).filter(([id]) => !given.some((item) => item.id === id)) : []
  const definition = {
    files: `${resource}-*.${fileExtensions[format]}`,
    format: formats[format] ?? format,
    ...(format === 'dbf' ? { charset: tableCharset } : {}),
    ...rest,
    columns: Object.fromEntries([...mark, ...given.map(column), ...blank]),
  }
  const dataset = fileDataset(resource, definition, 'file')
  const change: Field[] = tellsDeletes ? [{ name: changeMark, type: { name: 'text' } }] : []
  const fields = [...change, ...given.map(({ id, type }): Field => ({ name: id, type }))]
  return { writer: writerOf(dataset, fields), columns: fields.map(({ name }) => name) }
}

/**
 * Throws what keeps the data files of a resource from being written as its manifest says: `DEFINITION_INVALID` with the path below
 * `provide.file`. What goes to the platform, or is withheld altogether, is not looked at.
 */
export function checkFileLayout(resource: Resource, tellsDeletes: boolean): void {
  const { file } = resource.provide
  if (file === undefined || isPlainText(file)) return
  const { given } = judgeItems(resource, exitPermit(file))
  if (given.length === 0) return
  try {
    fileLayoutWriter(resource.id, file, given, tellsDeletes)
  } catch (error) {
    // The rules of the manifest name it at its place.
    if (!BerthError.is(error) || error.code !== 'CHARSET_UNKNOWN') throw error
  }
}

function own(columns: Readonly<Record<string, FileLayoutColumn>>, id: string): FileLayoutColumn {
  return Object.hasOwn(columns, id) ? (columns[id] ?? {}) : {}
}
