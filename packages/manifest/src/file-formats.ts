/** The formats in which data files are written. */
export type DataFileFormat = 'ndjson' | 'csv' | 'xml' | 'fixed-width' | 'xlsx' | 'dbf'

/** What may be said of the files of each format, and of their columns. */
export const fileFormatKeys: Readonly<Record<DataFileFormat, readonly string[]>> = {
  ndjson: ['charset', 'columns', 'columns.from'],
  csv: ['charset', 'separator', 'quote', 'escape', 'header', 'nulls', 'columns', 'columns.from'],
  xml: ['charset', 'record', 'nulls', 'columns', 'columns.from'],
  'fixed-width': [
    ...['charset', 'header', 'nulls', 'recordBytes'],
    ...['columns', 'columns.from', 'columns.at', 'columns.bytes', 'columns.charset'],
  ],
  xlsx: ['sheet', 'header', 'nulls', 'columns', 'columns.from'],
  dbf: ['charset', 'nulls', 'columns', 'columns.from', 'columns.bytes'],
}

/** Those with room for what happened to a row. */
export const formatsTellingDeletes: readonly DataFileFormat[] = ['ndjson', 'csv', 'xlsx']
