/** Kinds of messages, MS-TDS 2.2.3.1.1. */
export const messageTypes = {
  batch: 1,
  rpc: 3,
  answer: 4,
  attention: 6,
  bulk: 7,
  transaction: 14,
  login: 16,
  prelogin: 18,
} as const

const headerBytes = 8
const endOfMessage = 1
const ignored = 2

/** A whole message of a client. */
export interface TdsMessage {
  readonly type: number
  readonly body: Buffer
  /** The client gave it up while it was sending it. */
  readonly ignored: boolean
}

/** Puts the packets that come in together to messages. */
export class PacketReader {
  #rest: Buffer = Buffer.alloc(0)
  #parts: Buffer[] = []

  /** The messages that are complete with this chunk. */
  read(chunk: Buffer): TdsMessage[] {
    const messages: TdsMessage[] = []
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    while (this.#rest.length >= headerBytes) {
      const length = this.#rest.readUInt16BE(2)
      if (this.#rest.length < length) break
      const [type, status] = [this.#rest.readUInt8(0), this.#rest.readUInt8(1)]
      this.#parts.push(this.#rest.subarray(headerBytes, length))
      this.#rest = this.#rest.subarray(length)
      if ((status & endOfMessage) === 0) continue
      const body = Buffer.concat(this.#parts)
      this.#parts = []
      messages.push({ type, body, ignored: (status & ignored) !== 0 })
    }
    return messages
  }
}

/** Cuts an answer into packets, and hands each on when it is full. */
export class PacketWriter {
  readonly #send: (packet: Buffer) => Promise<void>
  readonly #bodyBytes: number
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #number = 1

  constructor(packetBytes: number, send: (packet: Buffer) => Promise<void>) {
    this.#bodyBytes = packetBytes - headerBytes
    this.#send = send
  }

  async write(bytes: Buffer): Promise<void> {
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes <= this.#bodyBytes) return
    let all = Buffer.concat(this.#waiting)
    while (all.length > this.#bodyBytes) {
      await this.#packet(all.subarray(0, this.#bodyBytes), false)
      all = all.subarray(this.#bodyBytes)
    }
    this.#waiting = [all]
    this.#waitingBytes = all.length
  }

  /** Sends what is left as the last packet of the message. */
  async end(): Promise<void> {
    await this.#packet(Buffer.concat(this.#waiting), true)
    this.#waiting = []
    this.#waitingBytes = 0
  }

  async #packet(body: Buffer, last: boolean): Promise<void> {
    const packet = Buffer.alloc(headerBytes + body.length)
    packet.writeUInt8(messageTypes.answer, 0)
    packet.writeUInt8(last ? endOfMessage : 0, 1)
    packet.writeUInt16BE(packet.length, 2)
    packet.writeUInt8(this.#number++ & 0xff, 6)
    body.copy(packet, headerBytes)
    await this.#send(packet)
  }
}
