import type { Attachment } from './attachment.ts'
import type { BlobColumn } from './cells.ts'
import type { BlobId, WireBlob, WireSegments, WireTransaction } from './driver.ts'

/** Blobs that are open at the same time. The server admits only so many of one attachment. */
const together = 16

/** `handle` of the last segments of a blob. */
const endOfBlob = 2

/**
 * Puts the content of blobs in the place of their ids, from row `from` on, until `maxBytes` are read. Returns the index
 * of the first row that was left.
 */
export async function readBlobs(
  attachment: Attachment,
  transaction: WireTransaction,
  columns: readonly BlobColumn[],
  rows: readonly unknown[][],
  from: number,
  maxBytes: number = Number.POSITIVE_INFINITY,
): Promise<number> {
  if (columns.length === 0) return rows.length
  const rowsTogether = Math.max(1, Math.floor(together / columns.length))
  let bytes = 0
  let row = from
  while (row < rows.length && bytes < maxBytes) {
    const end = Math.min(row + rowsTogether, rows.length)
    const reads: Promise<number>[] = []
    for (; row < end; row++) {
      for (const column of columns) reads.push(readCell(attachment, transaction, column, rows[row] ?? []))
    }
    for (const size of await Promise.all(reads)) bytes += size
  }
  return row
}

async function readCell(
  attachment: Attachment,
  transaction: WireTransaction,
  { index, text }: BlobColumn,
  row: unknown[],
): Promise<number> {
  const id = row[index]
  if (id === null || id instanceof Uint8Array || typeof id === 'string') return 0
  const content = await readBlob(attachment, transaction, id as BlobId)
  row[index] = text ? textOf(content) : new Uint8Array(content)
  return content.length
}

async function readBlob(attachment: Attachment, transaction: WireTransaction, id: BlobId): Promise<Buffer> {
  const { wire } = attachment
  const blob = await attachment.request<WireBlob>('read', (callback) => wire.openBlob(id, transaction, callback))
  const parts: Buffer[] = []
  for (;;) {
    const { handle, buffer } = await attachment.request<WireSegments>('read', (callback) =>
      wire.getSegment(blob, callback),
    )
    if (buffer !== undefined) addSegments(buffer, parts)
    if (handle === endOfBlob) break
  }
  wire.closeBlob(blob)
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
}

/** Each segment is led by its length in two bytes. */
function addSegments(buffer: Buffer, parts: Buffer[]): void {
  for (let start = 0; start + 2 <= buffer.length; ) {
    const end = start + 2 + buffer.readUInt16LE(start)
    if (end > start + 2) parts.push(buffer.subarray(start + 2, end))
    start = end
  }
}

function textOf(content: Buffer): string | Uint8Array {
  const text = content.toString('utf8')
  return text.includes('\ufffd') ? new Uint8Array(content) : text
}
