import type { OutputDescriptor, WireReader } from './driver.ts'
import { decimalText, exactInteger, shortestFloat } from './number-text.ts'
import { dateText, datetimeText, timeText } from './time-text.ts'

/** Type codes of Firebird's wire protocol (`sqlda_pub.h`). */
const sqlText = 452
const sqlVarying = 448
const sqlShort = 500
const sqlLong = 496
const sqlInt64 = 580
const sqlFloat = 482
const sqlDouble = 480
const sqlTimestamp = 510
const sqlTime = 560
const sqlDate = 570
const sqlBoolean = 32_764
const sqlBlob = 520
const sqlQuad = 550

/** Character sets without an encoding: NONE and OCTETS. Their text comes as bytes. */
const octets: ReadonlySet<number> = new Set([0, 1])
const utf8 = 4
const textBlob = 1

type ReadCell = (reader: WireReader) => unknown

/** A column of a result that holds the ids of blobs. */
export interface BlobColumn {
  readonly index: number
  /** Whether the server gives it as UTF-8 text; else it is bytes. */
  readonly text: boolean
}

/**
 * Puts exact readers in the place of the driver's own, which round 64-bit integers, decimals and times: cells come out
 * canonical, text of unknown charset and text with a bad byte as `Uint8Array`, blobs as their ids. Nothing here may
 * throw, for the driver takes any exception for an answer that is not complete.
 */
export function readExactly(output: readonly OutputDescriptor[]): readonly BlobColumn[] {
  const blobs: BlobColumn[] = []
  for (const [index, descriptor] of output.entries()) {
    if (descriptor.type === sqlBlob) {
      blobs.push({ index, text: descriptor.subType === textBlob && !octets.has(descriptor.scale) })
      // Under this name the driver leaves the id alone.
      descriptor.type = sqlQuad
      continue
    }
    const make = readers[descriptor.type]
    if (make === undefined) continue
    const read = make(descriptor)
    descriptor.decode = (reader, oldProtocol) => {
      const value = read(reader)
      return oldProtocol && reader.readInt() !== 0 ? null : value
    }
  }
  return blobs
}

const readers: Readonly<Record<number, (descriptor: OutputDescriptor) => ReadCell>> = {
  [sqlVarying]: (descriptor) => (isOctets(descriptor) ? readVaryingBytes : readVaryingText),
  [sqlText]: fixed,
  [sqlShort]: integer,
  [sqlLong]: integer,
  [sqlInt64]: ({ scale }) => {
    if (scale === 0) return (reader) => String(exactInteger(reader.readInt(), reader.readUInt()))
    const print = decimalText(-scale)
    return (reader) => print(exactInteger(reader.readInt(), reader.readUInt()))
  },
  [sqlFloat]: () => (reader) => shortestFloat(reader.readFloat()),
  [sqlDouble]: () => (reader) => reader.readDouble(),
  [sqlDate]: () => (reader) => dateText(reader.readInt()),
  [sqlTime]: () => (reader) => timeText(reader.readUInt()),
  [sqlTimestamp]: () => (reader) => datetimeText(reader.readInt(), reader.readUInt()),
  // One byte, then three of padding that mean nothing.
  [sqlBoolean]: () => (reader) => reader.readInt() >>> 24 !== 0,
}

function integer({ scale }: OutputDescriptor): ReadCell {
  if (scale === 0) return (reader) => reader.readInt()
  const print = decimalText(-scale)
  return (reader) => print(reader.readInt())
}

function isOctets({ charSetId }: OutputDescriptor): boolean {
  return charSetId === undefined || octets.has(charSetId)
}

/**
 * Goes over a cell led by its length. One that a damaged length takes past the end of the answer has not come yet: read
 * as negative, it would lead back to what was read before, again and again.
 */
function counted(reader: WireReader): readonly [start: number, length: number] {
  const length = reader.readUInt()
  const start = reader.pos
  reader.pos = start + length + (-length & 3)
  return [start, length]
}

function readVaryingText(reader: WireReader): unknown {
  const [start, length] = counted(reader)
  return decoded(reader.buffer, start, start + length)
}

function readVaryingBytes(reader: WireReader): unknown {
  const [start, length] = counted(reader)
  return new Uint8Array(reader.buffer.subarray(start, start + length))
}

/** CHAR keeps the padding of its characters, and loses what the wire adds to fill four bytes for each of them. */
function fixed(descriptor: OutputDescriptor): ReadCell {
  const { length, nativeLength } = descriptor
  const wireLength = (length + 3) & ~3
  if (isOctets(descriptor)) {
    const bytes = nativeLength ?? length
    return (reader) => {
      const start = reader.pos
      reader.pos = start + wireLength
      return new Uint8Array(reader.buffer.subarray(start, start + bytes))
    }
  }
  const characters = Math.floor(length / (descriptor.charSetId === utf8 ? 4 : 3))
  return (reader) => {
    const start = reader.pos
    reader.pos = start + wireLength
    const text = decoded(reader.buffer, start, start + length)
    return typeof text === 'string' ? firstCharacters(text, characters) : text
  }
}

/** Text that is not UTF-8 is left as bytes, for the reader of the column to say where it is bad. */
function decoded(buffer: Buffer, start: number, end: number): string | Uint8Array {
  const text = buffer.toString('utf8', start, end)
  return text.includes('\ufffd') ? new Uint8Array(buffer.subarray(start, end)) : text
}

function firstCharacters(text: string, count: number): string {
  let end = 0
  for (let left = count; left > 0 && end < text.length; left--) {
    const unit = text.charCodeAt(end)
    end += unit >= 0xd800 && unit <= 0xdbff ? 2 : 1
  }
  return end === text.length ? text : text.slice(0, end)
}
