import type { Duplex } from 'node:stream'
import { BerthError } from '@berth/core'
import { type PacketField, PacketReader, packet, packetOf } from './packets.ts'

/** Longer packets are not SFTP: somebody else speaks, or wants our memory. */
const maxPacketBytes = 320 * 1024

interface Waiting {
  readonly signal: AbortSignal
  resolve(reply: PacketReader): void
  reject(error: BerthError): void
}

/**
 * Requests and their answers on one channel, any number at the same time. The library's own SFTP takes every file name for
 * UTF-8 and loses the others; here names are bytes.
 */
export class Conversation {
  readonly #channel: Duplex
  readonly #lost: () => BerthError | undefined
  readonly #waiting = new Map<number, Waiting>()
  readonly #listening = new Map<AbortSignal, { count: number; readonly stop: () => void }>()
  readonly #extensions = new Map<string, string>()
  readonly #pieces: Buffer[] = []
  #gathered = 0
  #number = 0
  #failure: BerthError | undefined
  #greeted: ((reply: PacketReader) => void) | undefined

  /** `lost` tells why the line under the channel is gone. */
  constructor(channel: Duplex, lost: () => BerthError | undefined) {
    this.#channel = channel
    this.#lost = lost
    channel.on('data', (bytes: Buffer) => this.#take(bytes))
    const end = (): void => this.#fail(lost() ?? new BerthError('CONNECTION_LOST', { call: 'transfer' }))
    channel.on('error', end)
    channel.on('end', end)
    channel.on('close', end)
  }

  /** Agrees on version 3 and learns what the server can do beyond it. */
  async greet(signal: AbortSignal): Promise<void> {
    const greeted = new Promise<PacketReader>((resolve, reject) => {
      this.#greeted = resolve
      this.#waiting.set(0, { signal, resolve, reject })
    })
    this.#listen(0, signal)
    this.#channel.write(packetOf(packet.init, [3]))
    const reply = await greeted
    reply.uint32()
    while (!reply.ended) this.#extensions.set(reply.bytes().toString('latin1'), reply.bytes().toString('latin1'))
  }

  /** Whether the server knows a request beyond version 3, in the version that is asked for. */
  can(extension: string, version = '1'): boolean {
    return this.#extensions.get(extension) === version
  }

  /** Rejects with `ABORTED` on the signal; an answer that comes later is dropped. */
  request(kind: number, fields: readonly PacketField[], signal: AbortSignal): Promise<PacketReader> {
    const failure = this.#failure ?? this.#lost()
    if (failure !== undefined) return Promise.reject(failure)
    if (signal.aborted) return Promise.reject(aborted())
    const number = this.#nextNumber()
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { signal, resolve, reject })
      this.#listen(number, signal)
      this.#channel.write(packetOf(kind, [number, ...fields]))
    })
  }

  /** Sends a request whose answer nobody waits for. */
  post(kind: number, fields: readonly PacketField[]): void {
    if (this.#failure === undefined && this.#lost() === undefined)
      this.#channel.write(packetOf(kind, [this.#nextNumber(), ...fields]))
  }

  #nextNumber(): number {
    this.#number = (this.#number + 1) >>> 0
    return this.#number
  }

  /** One listener for all requests of a signal, however many are under way. */
  #listen(number: number, signal: AbortSignal): void {
    const known = this.#listening.get(signal)
    if (known !== undefined) {
      known.count++
      return
    }
    const stop = (): void => {
      for (const [one, waiting] of this.#waiting) if (waiting.signal === signal) this.#settle(one)?.reject(aborted())
    }
    signal.addEventListener('abort', stop, { once: true })
    this.#listening.set(signal, { count: 1, stop })
    if (signal.aborted) this.#settle(number)?.reject(aborted())
  }

  #settle(number: number): Waiting | undefined {
    const waiting = this.#waiting.get(number)
    if (waiting === undefined) return undefined
    this.#waiting.delete(number)
    const { signal } = waiting
    const listening = this.#listening.get(signal)
    if (listening !== undefined && --listening.count === 0) {
      signal.removeEventListener('abort', listening.stop)
      this.#listening.delete(signal)
    }
    return waiting
  }

  #take(bytes: Buffer): void {
    this.#pieces.push(bytes)
    this.#gathered += bytes.length
    try {
      for (let whole = this.#whole(); whole !== undefined; whole = this.#whole()) this.#answer(new PacketReader(whole))
    } catch (error) {
      this.#fail(BerthError.from(error, 'PROTOCOL_ERROR', { nativeCode: 'packet' }))
    }
  }

  /** The next packet that is there to its end, without its length. */
  #whole(): Buffer | undefined {
    if (this.#gathered < 5) return undefined
    if ((this.#pieces[0]?.length ?? 0) < 5) this.#join()
    const [first = Buffer.alloc(0)] = this.#pieces
    const length = first.readUInt32BE()
    if (length === 0 || length > maxPacketBytes) throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'packet length' })
    if (this.#gathered < 4 + length) return undefined
    if (first.length < 4 + length) this.#join()
    const [joined = first] = this.#pieces
    this.#gathered -= 4 + length
    if (joined.length === 4 + length) this.#pieces.shift()
    else this.#pieces[0] = joined.subarray(4 + length)
    return joined.subarray(4, 4 + length)
  }

  #join(): void {
    this.#pieces.splice(0, this.#pieces.length, Buffer.concat(this.#pieces))
  }

  #answer(reply: PacketReader): void {
    if (this.#greeted === undefined || reply.kind === packet.version) {
      if (this.#greeted === undefined || this.#settle(0) === undefined)
        throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'version' })
      this.#greeted(reply)
      return
    }
    this.#settle(reply.uint32())?.resolve(reply)
  }

  #fail(error: BerthError): void {
    this.#failure ??= error
    for (const number of [...this.#waiting.keys()]) this.#settle(number)?.reject(this.#failure)
    this.#channel.destroy()
  }
}

function aborted(): BerthError {
  return new BerthError('ABORTED', { call: 'transfer' })
}
