import { BerthError } from '@berth/core'

/** A table as the messages of the plugin pgoutput tell it. */
export interface LoggedTable {
  readonly schema: string
  readonly name: string
  /** Names in the order of the tuples, and whether an old row names them. */
  readonly columns: readonly { readonly name: string; readonly isIdentity: boolean }[]
}

/** A cell: the bytes of its text, NULL, or undefined where the log leaves out what has not changed. */
export type LoggedCell = Uint8Array | null | undefined
export type LoggedRow = readonly LoggedCell[]

/** What one message says. Positions are those of the log. */
export type LogMessage =
  | { readonly kind: 'begin'; readonly commit: bigint; readonly transaction: number }
  | { readonly kind: 'commit'; readonly end: bigint }
  | { readonly kind: 'table'; readonly id: number; readonly table: LoggedTable }
  | { readonly kind: 'rows'; readonly table: number; readonly rows: readonly LoggedRow[]; readonly old: boolean }
  | { readonly kind: 'truncate'; readonly tables: readonly number[] }
  | { readonly kind: 'other' }

/**
 * Reads one message, version 1 of the protocol. Of a row that was changed both forms are told where the log has the old
 * one, which it has when the key was changed.
 *
 * @see https://www.postgresql.org/docs/15/protocol-logicalrep-message-formats.html
 */
export function logMessage(bytes: Uint8Array): LogMessage {
  const reader = new MessageReader(bytes)
  switch (reader.letter()) {
    case 'B': {
      const commit = reader.long()
      reader.long()
      return { kind: 'begin', commit, transaction: reader.word() }
    }
    case 'C':
      reader.byte()
      reader.long()
      return { kind: 'commit', end: reader.long() }
    case 'R':
      return { kind: 'table', id: reader.word(), table: reader.table() }
    case 'I':
    case 'U':
    case 'D':
      return { kind: 'rows', table: reader.word(), ...reader.rows() }
    case 'T': {
      const count = reader.word()
      reader.byte()
      return { kind: 'truncate', tables: Array.from({ length: count }, () => reader.word()) }
    }
    default:
      return { kind: 'other' }
  }
}

class MessageReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#at++)
  }

  letter(): string {
    return String.fromCharCode(this.byte())
  }

  short(): number {
    this.#at += 2
    return this.#bytes.readUInt16BE(this.#at - 2)
  }

  word(): number {
    this.#at += 4
    return this.#bytes.readUInt32BE(this.#at - 4)
  }

  long(): bigint {
    this.#at += 8
    return this.#bytes.readBigUInt64BE(this.#at - 8)
  }

  text(): string {
    const end = this.#bytes.indexOf(0, this.#at)
    const text = this.#bytes.toString('utf8', this.#at, end)
    this.#at = end + 1
    return text
  }

  table(): LoggedTable {
    const [schema, name] = [this.text(), this.text()]
    this.byte()
    const columns = Array.from({ length: this.short() }, () => {
      const isIdentity = (this.byte() & 1) === 1
      const column = { name: this.text(), isIdentity }
      this.word()
      this.word()
      return column
    })
    return { schema, name, columns }
  }

  /** One row or two, each led by what it is: K or O an old one, N the new one. */
  rows(): { readonly rows: readonly LoggedRow[]; readonly old: boolean } {
    const rows: LoggedRow[] = []
    let old = false
    while (this.#at < this.#bytes.length) {
      if (this.letter() !== 'N') old = true
      rows.push(Array.from({ length: this.short() }, () => this.#cell()))
    }
    return { rows, old }
  }

  #cell(): LoggedCell {
    const form = this.letter()
    if (form === 'n') return null
    if (form === 'u') return undefined
    if (form !== 't') throw new BerthError('PROTOCOL_ERROR', { nativeCode: `pgoutput ${form}` })
    const length = this.word()
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }
}
