import { BerthError } from '@berth/core'

const [dataRow, rowDescription, portalSuspended] = [0x44, 0x54, 0x73]
/** Only COPY TO has it, which is never asked for. */
const copyData = 0x64
/** Notice, notification and parameter status come at any time. */
const besides: ReadonlySet<number> = new Set([0x4e, 0x41, 0x53])
/** Behind these no columns can be described: it was a row. */
const beforeRows: ReadonlySet<number> = new Set([dataRow, rowDescription, portalSuspended])

/** The bytes of kind and length of a message, of the number of cells of a row, and of the length of a cell. */
const bytesOf = { message: 5, count: 2, cell: 4 } as const

/**
 * Follows the messages of a server past the driver, which takes a cell to be as long as it says, beyond the end of its own row:
 * on a damaged line a cell would hold those of other persons. Nor does it see that a row has become a message of another kind.
 */
export class RowFrames {
  #held: Uint8Array = new Uint8Array(0)
  #awaited: keyof typeof bytesOf = 'message'
  #beyond = 0
  #leftOfRow = 0
  #cells = 0
  #last = 0

  /** Throws `PROTOCOL_ERROR` where cells and row, or the order of messages, cannot be true. */
  pass(chunk: Buffer): void {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    let at = 0
    while (true) {
      const step = Math.min(this.#beyond, bytes.length - at)
      this.#beyond -= step
      at += step
      const needed = bytesOf[this.#awaited]
      if (this.#beyond > 0 || bytes.length - at < needed) break
      if (this.#awaited === 'message') {
        const end = wholeRow(bytes, at)
        if (end > 0) {
          this.#last = dataRow
          at = end
          continue
        }
        this.#begin(bytes.readUInt8(at), bytes.readInt32BE(at + 1) - 4)
      } else this.#take(bytes, at)
      at += needed
    }
    // A copy of a few bytes, so that the chunk is not kept.
    this.#held = Uint8Array.prototype.slice.call(bytes, at)
  }

  #take(bytes: Buffer, at: number): void {
    if (this.#awaited === 'count') {
      this.#cells = bytes.readUInt16BE(at)
      this.#leftOfRow -= 2
    } else {
      const length = bytes.readInt32BE(at)
      if (length < -1) throw damaged()
      this.#beyond = Math.max(0, length)
      this.#leftOfRow -= 4 + this.#beyond
      this.#cells -= 1
    }
    if (this.#leftOfRow < 0 || (this.#cells === 0 && this.#leftOfRow > 0)) throw damaged()
    this.#awaited = this.#cells === 0 ? 'message' : 'cell'
  }

  #begin(kind: number, length: number): void {
    if (length < 0 || kind === copyData) throw damaged()
    if (kind === rowDescription && beforeRows.has(this.#last)) throw damaged()
    if (!besides.has(kind)) this.#last = kind
    if (kind === dataRow) {
      this.#leftOfRow = length
      this.#awaited = 'count'
    } else this.#beyond = length
  }
}

/** Where a row ends that is here as a whole, as nearly all are; 0 where it is not, or not in order. */
function wholeRow(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== dataRow) return 0
  const end = start + 1 + int32(bytes, start + 1)
  if (end > bytes.length) return 0
  let cells = ((bytes[start + 5] ?? 0) << 8) | (bytes[start + 6] ?? 0)
  let at = start + 7
  for (; cells > 0 && at < end; cells--) {
    const length = int32(bytes, at)
    if (length < -1) return 0
    at += length === -1 ? 4 : 4 + length
  }
  return cells === 0 && at === end ? end : 0
}

function int32(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
}

function damaged(): BerthError {
  return new BerthError('PROTOCOL_ERROR', { nativeCode: 'damaged row' })
}
