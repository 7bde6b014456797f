import { BerthError } from '@berth/core'
import type { Attachment } from './attachment.ts'
import type { BlobColumn } from './cells.ts'
import type { BlobId, WireBlob, WireSegments, WireTransaction } from './driver.ts'

/** Blobs that are open at the same time. The server admits only so many of one attachment. */
const together = 16

/** `handle` of the last segments of a blob. */
const endOfBlob = 2

/** What is read of each of them before the next step: all of most. */
const firstBytes = 512 * 1024

/** A blob on its way. */
interface OpenBlob {
  readonly native: WireBlob
  readonly parts: Buffer[]
  bytes: number
  ended: boolean
}

/** Reads the blobs of one attachment. One that is longer than `maxCellBytes` is left off there. */
export class BlobReader {
  readonly #attachment: Attachment
  readonly #maxCellBytes: number

  constructor(attachment: Attachment, maxCellBytes: number) {
    this.#attachment = attachment
    this.#maxCellBytes = maxCellBytes
  }

  /**
   * Puts the content of blobs in the place of their ids, from row `from` on, until `maxBytes` are read, and of one that is too
   * long the error that says so. Returns the index of the first row that was left.
   *
   * The beginnings of many are read together, the rest of long ones one after the other, so that no more than `maxBytes` and
   * the blobs of one row are in memory.
   */
  async read(
    transaction: WireTransaction,
    columns: readonly BlobColumn[],
    rows: readonly unknown[][],
    from: number,
    maxBytes: number = Number.POSITIVE_INFINITY,
  ): Promise<number> {
    if (columns.length === 0) return rows.length
    let bytes = 0
    let row = from
    while (row < rows.length && bytes < maxBytes) {
      const places: { readonly at: number; readonly column: BlobColumn }[] = []
      const begun: Promise<OpenBlob>[] = []
      // Rows without blobs cost nothing but this look.
      for (; row < rows.length && (begun.length === 0 || begun.length + columns.length <= together); row++) {
        for (const column of columns) {
          const id = rows[row]?.[column.index]
          if (!isBlobId(id)) continue
          places.push({ at: row, column })
          begun.push(this.#begin(transaction, id))
        }
      }
      let last = -1
      let left: number | undefined
      for (const [index, blob] of (await Promise.all(begun)).entries()) {
        const { at, column } = places[index] as (typeof places)[number]
        if (bytes >= maxBytes && at !== last) left ??= at
        last = at
        if (left === undefined) bytes += await this.#finish(blob, column, rows[at] as unknown[])
        else this.#close(blob)
      }
      row = left ?? row
    }
    return row
  }

  async #begin(transaction: WireTransaction, id: BlobId): Promise<OpenBlob> {
    const native = await this.#attachment.request<WireBlob>('read', (callback) =>
      this.#attachment.wire.openBlob(id, transaction, callback),
    )
    const blob = { native, parts: [], bytes: 0, ended: false }
    await this.#readUpTo(blob, Math.min(firstBytes, this.#maxCellBytes))
    return blob
  }

  async #finish(blob: OpenBlob, { index, text }: BlobColumn, row: unknown[]): Promise<number> {
    await this.#readUpTo(blob, this.#maxCellBytes)
    this.#close(blob)
    const { parts, bytes } = blob
    if (bytes > this.#maxCellBytes) {
      const maxLength = this.#maxCellBytes
      row[index] = new BerthError('VALUE_TOO_LONG', { length: `> ${maxLength}`, maxLength })
      return 0
    }
    const content = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
    row[index] = text ? textOf(content) : new Uint8Array(content)
    return bytes
  }

  async #readUpTo(blob: OpenBlob, bytes: number): Promise<void> {
    while (!blob.ended && blob.bytes <= bytes) {
      const { handle, buffer } = await this.#attachment.request<WireSegments>('read', (callback) =>
        this.#attachment.wire.getSegment(blob.native, callback),
      )
      if (buffer !== undefined) blob.bytes += addSegments(buffer, blob.parts)
      blob.ended = handle === endOfBlob
    }
  }

  #close(blob: OpenBlob): void {
    this.#attachment.wire.closeBlob(blob.native)
  }
}

function isBlobId(cell: unknown): cell is BlobId {
  return typeof cell === 'object' && cell !== null && 'high' in cell && 'low' in cell
}

/** Each segment is led by its length in two bytes. Returns how much there is. */
function addSegments(buffer: Buffer, parts: Buffer[]): number {
  let bytes = 0
  for (let start = 0; start + 2 <= buffer.length; ) {
    const end = start + 2 + buffer.readUInt16LE(start)
    if (end > start + 2) parts.push(buffer.subarray(start + 2, end))
    bytes += end - start - 2
    start = end
  }
  return bytes
}

function textOf(content: Buffer): string | Uint8Array {
  const text = content.toString('utf8')
  return text.includes('\ufffd') ? new Uint8Array(content) : text
}
