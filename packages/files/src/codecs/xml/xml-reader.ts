import type { Column } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import type { FileContent, FileReader, FileReading, FileRows, FileStructure } from '../codec.ts'
import { recordLimits } from '../limits.ts'
import { RowCollector } from '../row-collector.ts'
import { XmlLeaves } from './xml-leaves.ts'
import { recordPath } from './xml-paths.ts'
import { XmlRecords } from './xml-records.ts'
import { XmlText } from './xml-text.ts'

/** So many records are looked at for the columns of a document that no definition names. */
const sampledRecords = 100

/**
 * Reads XML: a record is each element of the path `record`, a column an element or attribute below it. An element that is not there
 * and one with `xsi:nil` is NULL, an empty one is an empty text, and NULL where the column is no text. Prefixes of namespaces are not looked at.
 * The five entities of XML and numeric ones are read; a DOCTYPE is refused (`FILE_CONTENT_REFUSED`), so no entity leads anywhere.
 *
 * An element with `[]` gives a list. Of elements that repeat in a record and hold several columns each one gives each list a value, a null
 * where it has none; where they cannot be told apart the record is refused (`RECORD_MALFORMED`). Without columns in the definition those
 * of the first hundred records are read, and a record with another one is told (`FIELD_UNKNOWN`).
 *
 * A record with a byte that is not valid (`TEXT_UNDECODABLE`), with an element twice whose column is no list, with elements where a text is
 * due (`RECORD_MALFORMED`) or with a cell that is not of its type is left out and told. A document that is not well formed is
 * `FILE_MALFORMED`, one that ends too early `FILE_CUT`, one that has other elements where records are due `FILE_PART_MISSING`.
 */
export const xmlReader: FileReader = { structure, read }

async function* read(content: FileContent, reading: FileReading): AsyncGenerator<FileRows, void, undefined> {
  const { dataset, signal } = reading
  const collector = new RowCollector(reading.batchRows, reading.skipRecords)
  const records = new XmlRecords(content.name, reading, collector)
  const text = new XmlText(content, dataset.charset)
  for await (const piece of text.pieces(signal)) {
    records.take(piece.text, piece.badByte, text.charset)
    yield* records.ready()
  }
  records.end(text.bytes)
  yield* records.ready()
}

async function structure(content: FileContent, dataset: FileDataset, signal: AbortSignal): Promise<FileStructure> {
  const text = new XmlText(content, dataset.charset)
  const limits = recordLimits(content.name, dataset)
  const leaves = new XmlLeaves(recordPath(dataset), limits)
  let units = 0
  for await (const { text: piece } of text.pieces(signal)) {
    leaves.take(piece)
    units += piece.length
    if (dataset.columns.length > 0 || leaves.records >= sampledRecords || units > limits.maxRecordBytes) break
  }
  const { charset } = text
  const column = ({ name, type }: Pick<Column, 'name' | 'type'>): Column => {
    return { name, nativeType: 'XML', type, nullable: true, charset }
  }
  if (dataset.columns.length > 0) return { columns: dataset.columns.map(column) }
  return { columns: leaves.columns().map((name) => column({ name, type: { name: 'text' } })) }
}
