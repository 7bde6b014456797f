import { BerthError } from '@berth/core'

/** Kinds of packets of SFTP version 3 (draft-ietf-secsh-filexfer-02, section 3). */
export const packet = {
  init: 1,
  version: 2,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  lstat: 7,
  fstat: 8,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  realpath: 16,
  stat: 17,
  rename: 18,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attrs: 105,
  extended: 200,
  extendedReply: 201,
} as const

/** A 32-bit number, a 64-bit number, or bytes with their length before them. */
export type PacketField = number | bigint | Uint8Array

/** A whole packet: its length, its kind, and what is in it. */
export function packetOf(kind: number, fields: readonly PacketField[]): Buffer {
  const length = fields.reduce<number>((sum, field) => sum + fieldBytes(field), 1)
  const bytes = Buffer.allocUnsafe(4 + length)
  bytes.writeUInt32BE(length)
  bytes[4] = kind
  let at = 5
  for (const field of fields) {
    if (typeof field === 'number') bytes.writeUInt32BE(field, at)
    else if (typeof field === 'bigint') bytes.writeBigUInt64BE(field, at)
    else {
      bytes.writeUInt32BE(field.length, at)
      bytes.set(field, at + 4)
    }
    at += fieldBytes(field)
  }
  return bytes
}

function fieldBytes(field: PacketField): number {
  if (typeof field === 'number') return 4
  return typeof field === 'bigint' ? 8 : 4 + field.length
}

/** What a server says of a file. What it does not say is absent. */
export interface FileAttributes {
  readonly size?: number
  /** Kind and rights, as in a Unix inode. */
  readonly mode?: number
  /** Seconds since 1970. */
  readonly modified?: number
}

/** Reads the fields of a packet. Every method throws `PROTOCOL_ERROR` where the packet ends early. */
export class PacketReader {
  readonly kind: number
  readonly #bytes: Buffer
  #at = 1
  #status: number | undefined

  /** `bytes`: a packet without its length. */
  constructor(bytes: Buffer) {
    this.kind = bytes[0] ?? 0
    this.#bytes = bytes
  }

  get ended(): boolean {
    return this.#at >= this.#bytes.length
  }

  /** Of a status packet whose number was read; it may be asked for more than once. */
  status(): number {
    this.#status ??= this.uint32()
    return this.#status
  }

  uint32(): number {
    return this.#bytes.readUInt32BE(this.#step(4))
  }

  uint64(): bigint {
    return this.#bytes.readBigUInt64BE(this.#step(8))
  }

  bytes(): Buffer {
    const length = this.uint32()
    const start = this.#step(length)
    return this.#bytes.subarray(start, start + length)
  }

  attributes(): FileAttributes {
    const flags = this.uint32()
    const size = (flags & 1) === 0 ? undefined : Number(this.uint64())
    if ((flags & 2) !== 0) this.#step(8)
    const mode = (flags & 4) === 0 ? undefined : this.uint32()
    let modified: number | undefined
    if ((flags & 8) !== 0) {
      this.#step(4)
      modified = this.uint32()
    }
    if (flags >>> 31 === 1)
      for (let left = this.uint32(); left > 0; left--) {
        this.bytes()
        this.bytes()
      }
    return {
      ...(size === undefined ? {} : { size }),
      ...(mode === undefined ? {} : { mode }),
      ...(modified === undefined ? {} : { modified }),
    }
  }

  #step(count: number): number {
    const start = this.#at
    if (count > this.#bytes.length - start) throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'short packet' })
    this.#at += count
    return start
  }
}
