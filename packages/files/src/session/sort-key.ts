import type { LogicalType, Value } from '@berth/core'

/**
 * Writes tuples of values as bytes whose order is that of the values, and which are alike only where the values are: numbers by
 * their size, however many zeros they carry, times by the moment, texts by code point, NULL before all.
 */
export class SortKeys {
  readonly #types: readonly LogicalType[]
  #buffer = Buffer.allocUnsafe(256)
  #length = 0

  constructor(types: readonly LogicalType[]) {
    this.#types = types
  }

  /** The bytes hold until the next call. Of fewer values than there are types they are the beginning of longer ones. */
  encode(values: readonly Value[]): Uint8Array {
    this.#length = 0
    for (const [index, value] of values.entries()) {
      const type = this.#types[index]
      if (type === undefined) throw new RangeError('more values than types')
      if (value === null) this.#bytes(0)
      else {
        this.#bytes(1)
        this.#value(value, type)
      }
    }
    return new Uint8Array(this.#buffer.buffer, this.#buffer.byteOffset, this.#length)
  }

  #value(value: Value, { name }: LogicalType): void {
    switch (name) {
      case 'integer':
      case 'double':
        this.#double(Number(value))
        break
      case 'boolean':
        this.#bytes(value === true ? 1 : 0)
        break
      case 'int64':
      case 'decimal':
        this.#decimal(String(value))
        break
      case 'time':
      case 'datetime':
      case 'instant':
        this.#text(withoutZeros(String(value)))
        break
      case 'binary':
        this.#escaped(value as Uint8Array)
        break
      default:
        this.#text(String(value))
    }
  }

  #text(text: string): void {
    const whole = text.isWellFormed()
    // A lone surrogate has no UTF-8; what stands for one must not be taken for another text.
    this.#escaped(Buffer.from(whole ? text : `\u{10ffff}${JSON.stringify(text)}`))
  }

  /** As bytes of which none is the end: a zero is followed by 255, the end is a zero followed by 1. */
  #escaped(bytes: Uint8Array): void {
    this.#room(bytes.length * 2 + 2)
    for (const byte of bytes) {
      this.#buffer[this.#length++] = byte
      if (byte === 0) this.#buffer[this.#length++] = 0xff
    }
    this.#buffer[this.#length++] = 0
    this.#buffer[this.#length++] = 1
  }

  #double(value: number): void {
    this.#room(8)
    this.#buffer.writeDoubleBE(value === 0 ? 0 : value, this.#length)
    const negative = value < 0
    for (let at = this.#length; at < this.#length + 8; at++) {
      const byte = this.#buffer[at] ?? 0
      this.#buffer[at] = negative ? ~byte : at === this.#length ? byte ^ 0x80 : byte
    }
    this.#length += 8
  }

  /** Sign, number of digits before the point, digits; for a negative number all of it turned round. */
  #decimal(text: string): void {
    const negative = text.startsWith('-') && /[1-9]/.test(text)
    const [whole = '', fraction = ''] = text.replace('-', '').split('.')
    const digits = whole.replace(/^0+/, '')
    const flip = negative ? 0xff : 0
    const tail = fraction.replace(/0+$/, '')
    this.#room(digits.length + tail.length + 8)
    this.#bytes(negative ? 0 : 1, (digits.length >>> 8) ^ flip, (digits.length & 0xff) ^ flip)
    for (const character of digits + tail) this.#bytes((character.charCodeAt(0) & 0xff) ^ flip)
    this.#bytes(flip)
  }

  #bytes(...bytes: readonly number[]): void {
    this.#room(bytes.length)
    for (const byte of bytes) this.#buffer[this.#length++] = byte
  }

  #room(more: number): void {
    if (this.#length + more <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + more))
    this.#buffer.copy(larger, 0, 0, this.#length)
    this.#buffer = larger
  }
}

/** A time without its zone and without the zeros at the end of its fraction. */
function withoutZeros(time: string): string {
  const local = time.endsWith('Z') ? time.slice(0, -1) : time
  return local.includes('.') ? local.replace(/\.?0+$/, '') : local
}
