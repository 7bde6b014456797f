import { Duplex } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { messageTypes } from './packets.ts'

const headerBytes = 8

/** Rounds of the event loop without another part that end a flight. */
const quietRounds = 8

/**
 * What a TLS server reads from and writes to while its handshake travels in PRELOGIN packets, MS-TDS 2.2.6.5; afterwards
 * the records stand on the line as they are.
 */
export class TlsTunnel extends Duplex {
  readonly #send: (bytes: Buffer) => void
  #flight: Buffer[] = []
  #bare = false

  constructor(send: (bytes: Buffer) => void) {
    super()
    this.#send = send
  }

  /** Hands on what came from the client. */
  feed(bytes: Buffer): void {
    this.push(bytes)
  }

  /** Ends the handshake behind what is being written: that still goes as a packet. */
  async bare(): Promise<void> {
    for (let round = 0; round <= quietRounds; round++) await setImmediate()
    this.#flush()
    this.#bare = true
  }

  override _read(): void {
    // Bytes come by `feed`.
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error) => void): void {
    if (this.#bare) this.#send(chunk)
    else {
      this.#flight.push(chunk)
      this.#flushWhenQuiet(this.#flight.length, quietRounds)
    }
    done()
  }

  /**
   * The client expects one message for each of its own. TLS writes a flight in parts, a round of the event loop apart, so
   * that it goes when some rounds brought nothing more.
   */
  #flushWhenQuiet(parts: number, rounds: number): void {
    if (parts !== this.#flight.length) return
    if (rounds === 0) this.#flush()
    else void setImmediate().then(() => this.#flushWhenQuiet(parts, rounds - 1))
  }

  #flush(): void {
    if (this.#flight.length === 0) return
    const body = Buffer.concat(this.#flight)
    this.#flight = []
    const packet = Buffer.alloc(headerBytes + body.length)
    packet.writeUInt8(messageTypes.prelogin, 0)
    packet.writeUInt8(1, 1)
    packet.writeUInt16BE(packet.length, 2)
    body.copy(packet, headerBytes)
    this.#send(packet)
  }
}
