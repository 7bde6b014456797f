/** Reads the little-endian numbers and texts that TDS is made of. A read past the end throws a `RangeError`. */
export class ByteReader {
  readonly bytes: Buffer
  position = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get ended(): boolean {
    return this.position >= this.bytes.length
  }

  take(length: number): Buffer {
    if (this.position + length > this.bytes.length) throw new RangeError('the message ends too early')
    this.position += length
    return this.bytes.subarray(this.position - length, this.position)
  }

  /** A number of 1 to 6 bytes without a sign. */
  number(length: number): number {
    return this.take(length).readUIntLE(0, length)
  }

  signed(length: number): number {
    return this.take(length).readIntLE(0, length)
  }

  long(): bigint {
    return this.take(8).readBigInt64LE(0)
  }

  /** A text led by its length in characters, which is a number of so many bytes. */
  text(lengthBytes: 1 | 2): string {
    return this.take(this.number(lengthBytes) * 2).toString('utf16le')
  }
}

/** Puts a message together. */
export class ByteWriter {
  readonly #parts: Buffer[] = []

  bytes(part: Uint8Array): this {
    this.#parts.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength))
    return this
  }

  number(value: number, length: number): this {
    const part = Buffer.alloc(length)
    part.writeUIntLE(value, 0, length)
    return this.bytes(part)
  }

  signed(value: number, length: number): this {
    const part = Buffer.alloc(length)
    part.writeIntLE(value, 0, length)
    return this.bytes(part)
  }

  long(value: bigint): this {
    const part = Buffer.alloc(8)
    part.writeBigInt64LE(BigInt.asIntN(64, value))
    return this.bytes(part)
  }

  text(value: string, lengthBytes: 1 | 2): this {
    return this.number(value.length, lengthBytes).bytes(Buffer.from(value, 'utf16le'))
  }

  /** Bytes led by their length. */
  block(part: Uint8Array, lengthBytes: 1 | 2 | 4): this {
    return this.number(part.length, lengthBytes).bytes(part)
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts)
  }
}
