import { TextDecoder } from 'node:util'
import { BerthError, type TextDecoding, textDecoding } from '@berth/core'
import { markBytes, textStart } from './byte-order-mark.ts'

/**
 * Stands in a decoded text where a byte is not valid in its charset. No text that decodes holds it: it is half a character of
 * UTF-16, and every decoder here refuses those.
 */
export const undecodableMark = '\udfff'

/** Below it a byte is a whole character in every charset that is read, and never the second half of one. */
const wholeBelow = 0x30

const lineFeed = 0x0a

/** More of them in a row without a blank, a comma or a line break are refused. */
const maxUnbroken = 16 * 1024 * 1024

/**
 * Decodes the bytes of one file piece by piece, strictly (TXT-1). A byte order mark is taken away. A byte that is not valid
 * becomes `undecodableMark`: whoever finds the mark in a record refuses that record, and no other.
 */
export class StrictText {
  readonly #file: string
  readonly #declared: string
  readonly #transparent: boolean
  readonly #recordEnd: number
  #decoding: TextDecoding | undefined
  #held: Uint8Array[] = []
  #heldBytes = 0
  #offset = 0
  /** Offsets from 0, of bytes whose marks have been given out and not yet been taken up. */
  #undecodable: number[] = []
  /** How many of them have been taken up: taking them off the list one by one would cost as much as the list is long. */
  #taken = 0

  /**
   * `transparent`: a character is given out for each byte, for columns that are each in a charset of their own. `recordEnd`: a byte that
   * ends every record, and is never the second half of a character; of several bytes before it that are not valid, one is marked.
   */
  constructor(file: string, charset: string, transparent = false, recordEnd: number = lineFeed) {
    this.#file = file
    this.#recordEnd = recordEnd
    this.#declared = charset
    this.#transparent = transparent
  }

  /**
   * The offset in the file of the first byte that stands marked in `text`; undefined: none does. Every text that was given out
   * has to be asked about, in order. `text` makes the text: it is called only where there are marks.
   */
  firstUndecodable(text: () => string): number | undefined {
    if (this.#undecodable.length === 0) return undefined
    const marks = text().split(undecodableMark).length - 1
    if (marks === 0) return undefined
    const offset = this.#undecodable[this.#taken]
    this.#taken += marks
    if (this.#taken >= this.#undecodable.length) {
      this.#undecodable = []
      this.#taken = 0
    }
    return offset
  }

  /** As the encoding standard names it; undefined before the first four bytes are there. */
  get charset(): string | undefined {
    return this.#decoding?.charset
  }

  /** The text of these bytes and of those held back, up to the last place where a character surely ends. */
  take(bytes: Uint8Array): string {
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
    if (this.#decoding === undefined) {
      if (this.#heldBytes < markBytes) return ''
      this.#start()
    }
    if (this.#decoding?.charset.startsWith('utf-16') === true) this.#held = [this.#joined()]
    const last = this.#held.at(-1)
    if (last === undefined) return ''
    const sure = this.#sureEnd(last)
    if (sure === 0) {
      if (this.#heldBytes > maxUnbroken)
        throw new BerthError('FILE_LIMIT_EXCEEDED', { file: this.#file, limit: 'maxRecordBytes', maximum: maxUnbroken })
      return ''
    }
    this.#held[this.#held.length - 1] = last.subarray(0, sure)
    const text = this.#decodeHeld()
    if (sure < last.length) {
      this.#held = [last.subarray(sure)]
      this.#heldBytes = last.length - sure
    }
    return text
  }

  /** What was held back: the last text of the file. */
  end(): string {
    if (this.#decoding === undefined) this.#start()
    return this.#decodeHeld()
  }

  #start(): void {
    const bytes = this.#joined()
    const { charset, skip } = textStart(bytes, this.#declared, this.#file)
    // Its shift codes are bytes below `wholeBelow`.
    if (charset === 'iso-2022-jp') throw new BerthError('CHARSET_UNKNOWN', { file: this.#file, charset })
    this.#decoding = textDecoding(charset)
    this.#offset = skip
    this.#held = [bytes.subarray(skip)]
    this.#heldBytes = bytes.length - skip
  }

  #joined(): Uint8Array {
    const [only] = this.#held
    return this.#held.length === 1 && only !== undefined ? only : Buffer.concat(this.#held)
  }

  #sureEnd(bytes: Uint8Array): number {
    if (this.#decoding?.charset.startsWith('utf-16') === true) {
      const end = bytes.length - (bytes.length % 2)
      const high = bytes[this.#decoding.charset === 'utf-16le' ? end - 1 : end - 2] ?? 0
      return Math.max(0, high >= 0xd8 && high <= 0xdb ? end - 2 : end)
    }
    let end = bytes.length
    while (end > 0 && (bytes[end - 1] ?? 0) >= wholeBelow) end--
    return end
  }

  #decodeHeld(): string {
    const bytes = this.#joined()
    this.#held = []
    this.#heldBytes = 0
    const at = this.#offset
    this.#offset += bytes.length
    if (this.#decoding === undefined || bytes.length === 0) return ''
    if (this.#transparent) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
    try {
      return this.#decoding.decode(bytes, '')
    } catch (error) {
      if (!BerthError.is(error)) throw error
      return this.#decoding.charset.startsWith('utf-16')
        ? this.#markedUtf16(bytes, at)
        : this.#markedRecords(bytes, at, this.#decoding)
    }
  }

  /** The search finds one bad byte after another without an exception, so that a file of nothing else is read about as fast. */
  #markedRecords(bytes: Uint8Array, at: number, { charset, firstBadByte }: TextDecoding): string {
    const lenient = new TextDecoder(charset, { ignoreBOM: true })
    let text = ''
    let start = 0
    for (let bad = firstBadByte(bytes, 0); bad >= 0; bad = firstBadByte(bytes, start)) {
      this.#undecodable.push(at + bad)
      const recordEnd = bytes.indexOf(this.#recordEnd, bad)
      const end = recordEnd < 0 ? bytes.length : recordEnd + 1
      text += lenient.decode(bytes.subarray(start, bad)) + undecodableMark + lenient.decode(bytes.subarray(bad, end))
      start = end
    }
    return text + lenient.decode(bytes.subarray(start))
  }

  #markedUtf16(bytes: Uint8Array, at: number): string {
    const odd = bytes.length % 2
    const whole = Buffer.from(bytes.subarray(0, bytes.length - odd))
    if (this.#decoding?.charset === 'utf-16be') whole.swap16()
    const half = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
    const text = whole.toString('utf16le').replace(half, (_half, index: number) => {
      this.#undecodable.push(at + index * 2)
      return undecodableMark
    })
    if (odd === 0) return text
    this.#undecodable.push(at + bytes.length - 1)
    return text + undecodableMark
  }
}
