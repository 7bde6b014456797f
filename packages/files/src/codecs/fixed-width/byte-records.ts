import { markBytes, textStart } from '../../text/byte-order-mark.ts'
import type { FileContent } from '../codec.ts'
import { type RecordLimits, recordTooLong } from '../limits.ts'

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** Some bytes of a file with whole records in them. */
export interface BytesPiece {
  readonly bytes: Uint8Array
  /** Of the first of them in the file, from 0. */
  readonly offset: number
  /** No more behind it. */
  readonly last: boolean
}

/** Where the next record of a piece lies; `next` is where the one behind it begins. */
export interface RecordRange {
  readonly start: number
  readonly end: number
  readonly next: number
}

/** How records are told apart: by their length, or where that is undefined, by the ends of lines. */
export interface RecordSplit {
  readonly recordBytes: number | undefined
  /** As the encoding standard names it. */
  readonly charset: string
}

/** The file in pieces, each with what the one before left over; `consumed` says how much of a piece was read. */
export class BytePieces {
  readonly #content: FileContent
  readonly #declared: string
  readonly #limits: RecordLimits
  charset = ''
  /** Set by the reader: as many bytes of the last piece are done with. */
  consumed = 0

  constructor(content: FileContent, declared: string, limits: RecordLimits) {
    this.#content = content
    this.#declared = declared
    this.#limits = limits
  }

  /** The piece with the mark of the byte order left out is the first. */
  async *pieces(signal: AbortSignal): AsyncGenerator<BytesPiece, void, undefined> {
    let held: Uint8Array[] = []
    let heldBytes = 0
    let offset = 0
    let due = markBytes
    for await (const bytes of this.#content.bytes(signal)) {
      signal.throwIfAborted()
      held.push(bytes)
      heldBytes += bytes.length
      if (heldBytes < due) continue
      const rest = yield* this.#hand(held, offset, false)
      offset += rest.taken
      held = [rest.bytes]
      heldBytes = rest.bytes.length
      if (heldBytes > this.#limits.maxRecordBytes) throw recordTooLong(this.#limits, 0)
      due = Math.max(1, 2 * heldBytes)
    }
    yield* this.#hand(held, offset, true)
  }

  *#hand(
    held: readonly Uint8Array[],
    offset: number,
    last: boolean,
  ): Generator<BytesPiece, { bytes: Uint8Array; taken: number }> {
    const [only] = held
    let bytes: Uint8Array = held.length === 1 && only !== undefined ? only : Buffer.concat(held)
    let skip = 0
    if (this.charset === '') {
      const start = textStart(bytes, this.#declared, this.#content.name)
      this.charset = start.charset
      skip = start.skip
      bytes = bytes.subarray(skip)
    }
    this.consumed = 0
    yield { bytes, offset: offset + skip, last }
    return { bytes: bytes.subarray(this.consumed), taken: skip + this.consumed }
  }
}

/** The record that begins at `start`; undefined: the piece does not hold all of it. */
export function nextRecord({ bytes, last }: BytesPiece, start: number, split: RecordSplit): RecordRange | undefined {
  if (start >= bytes.length) return undefined
  if (split.recordBytes !== undefined) {
    const end = start + split.recordBytes
    if (end <= bytes.length) return { start, end, next: end }
    return last ? { start, end: bytes.length, next: bytes.length } : undefined
  }
  const wide = split.charset.startsWith('utf-16')
  const at = wide ? lineFeedOfTwo(bytes, start, split.charset) : bytes.indexOf(lineFeed, start)
  const unit = wide ? 2 : 1
  if (at < 0) return last ? { start, end: bytes.length, next: bytes.length } : undefined
  const before = wide ? (split.charset === 'utf-16le' ? bytes[at - 2] : bytes[at - 1]) : bytes[at - 1]
  const crlf = before === carriageReturn && at - unit >= start
  return { start, end: crlf ? at - unit : at, next: at + unit }
}

function lineFeedOfTwo(bytes: Uint8Array, start: number, charset: string): number {
  const low = charset === 'utf-16le' ? 0 : 1
  for (let at = start; at + 1 < bytes.length; at += 2)
    if (bytes[at + low] === lineFeed && bytes[at + 1 - low] === 0) return at
  return -1
}

/** Whether it is the mark with which DOS programs end a text. */
export function isEndOfText(bytes: Uint8Array): boolean {
  return bytes.length === 1 && bytes[0] === 0x1a
}
