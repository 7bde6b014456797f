import { BerthError } from '@berth/core'
import type { FileDataset, FileFormat } from '../definition/file-dataset.ts'
import { fileDataset } from '../definition/read-definition.ts'
import type { DataFileManifest } from './data-file-manifest.ts'

/** The column in which a record says that it tells a delete. */
export const changeColumn = '$change'

/** The formats of data files as definitions call them. */
export const batchFormats: Readonly<Record<DataFileManifest['format'], FileFormat>> = {
  ndjson: 'json-lines',
  csv: 'csv',
  xml: 'xml',
  'fixed-width': 'fixed-width',
  xlsx: 'excel',
  dbf: 'dbf',
}

/** Of the layout, what says how records are written. Everything else is the receiver's to say. */
const layoutKeys = [
  'charset',
  'separator',
  'quote',
  'escape',
  'header',
  'nulls',
  'record',
  'sheet',
  'recordBytes',
] as const
const columnKeys = ['from', 'at', 'bytes', 'charset'] as const

/**
 * A data file as its manifest says that it is written, its columns by the names of its items, `$change` before them where deletes are told.
 * Throws `DEFINITION_INVALID` and `CHARSET_UNKNOWN`.
 */
export function writtenDataset(name: string, { format, layout = {}, schema, deletes }: DataFileManifest): FileDataset {
  const told = isObject(layout) ? (layout['columns'] ?? {}) : undefined
  if (!isObject(told))
    throw new BerthError('DEFINITION_INVALID', { connector: 'file', dataset: name, path: 'columns', expected: '{}' })
  const columns = schema.map(({ item, type }): [string, object] => {
    const own = Object.hasOwn(told, item) ? told[item] : undefined
    return [item, { ...picked(own, columnKeys), type }]
  })
  const change: [string, object][] = deletes === true ? [[changeColumn, { type: 'text' }]] : []
  const definition = {
    ...picked(layout, layoutKeys),
    files: '*',
    format: batchFormats[format],
    columns: Object.fromEntries([...change, ...columns]),
  }
  return fileDataset(name, definition)
}

function picked(value: unknown, keys: readonly string[]): Record<string, unknown> {
  return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key))) : {}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
