import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LineFault, LineStep, WaitingFault } from './relay-order.ts'

/** How long a server has for the answer that is to be lost. */
const answerMs = 100

/** How often a slow line hands on a few bytes. */
const paceMs = 10

type Direction = 'to-server' | 'to-client'

/** One line through the relay: two sockets, and what was done to them. */
export class RelayLine {
  readonly #client: Socket
  readonly #server: Socket
  readonly #falls: (step: LineStep) => { readonly ordered: WaitingFault; readonly before: number } | undefined
  readonly #passed: (direction: Direction, bytes: number) => void
  readonly #pace: Record<Direction, number> = {
    'to-server': Number.POSITIVE_INFINITY,
    'to-client': Number.POSITIVE_INFINITY,
  }
  readonly #pieces: Record<Direction, number> = { 'to-server': 0, 'to-client': 0 }
  #answered = false
  #stalled = false
  #losing = false

  constructor(
    client: Socket,
    server: Socket,
    falls: (step: LineStep) => { readonly ordered: WaitingFault; readonly before: number } | undefined,
    passed: (direction: Direction, bytes: number) => void,
  ) {
    this.#client = client
    this.#server = server
    this.#falls = falls
    this.#passed = passed
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.setNoDelay(true)
      from.on('error', () => this.reset())
      from.on('close', () => to.destroy())
      from.on('end', () => (this.#stalled ? this.cut() : to.end()))
    }
    this.#carry('to-server', client, server)
    this.#carry('to-client', server, client)
  }

  /** Nothing is handed on any more; the line stays open. */
  stall(): void {
    this.#stalled = true
  }

  /** Both ends are closed as if the other had hung up. */
  cut(): void {
    this.#client.end()
    this.#client.destroySoon()
    this.#server.destroy()
  }

  /** Both ends are closed as if the other were gone. */
  reset(): void {
    this.#client.resetAndDestroy()
    this.#server.resetAndDestroy()
  }

  #carry(direction: Direction, from: Socket, to: Socket): void {
    from.on('data', (sent) => {
      from.pause()
      void this.#take(direction, sent, to).finally(() => from.resume())
    })
  }

  async #take(direction: Direction, sent: Buffer, to: Socket): Promise<void> {
    const first = direction === 'to-client' && !this.#answered
    if (direction === 'to-client') this.#answered = true
    if (this.#stalled) return
    if (this.#losing) return direction === 'to-client' ? this.cut() : await this.#hand(direction, sent, to)
    const fell = this.#falls({ at: direction, sent, first })
    if (fell === undefined) return await this.#hand(direction, sent, to)
    await this.#hand(direction, sent.subarray(0, fell.before), to)
    await this.#suffer(fell.ordered.fault, direction, sent.subarray(fell.before), to)
  }

  async #suffer(fault: LineFault, direction: Direction, rest: Buffer, to: Socket): Promise<void> {
    switch (fault.does) {
      case 'stall':
        return this.stall()
      case 'cut':
      case 'truncate':
        return this.cut()
      case 'refuse':
      case 'reset':
        return this.reset()
      case 'lose-answer':
        this.#losing = true
        setTimeout(() => this.cut(), answerMs).unref()
        return await this.#hand(direction, rest, to)
      case 'corrupt': {
        const changed = Buffer.from(rest)
        changed.writeUInt8(changed.readUInt8(0) ^ fault.mask, 0)
        return await this.#hand(direction, changed, to)
      }
      case 'duplicate':
        await this.#hand(direction, rest, to)
        return await this.#hand(direction, rest, to)
      case 'pieces':
        this.#pieces[direction] = fault.bytes
        return await this.#hand(direction, rest, to)
      case 'slow':
        this.#pace[direction] = Math.max(1, Math.round(fault.bytesPerSecond / 100))
        return await this.#hand(direction, rest, to)
    }
  }

  async #hand(direction: Direction, sent: Buffer, to: Socket): Promise<void> {
    let at = 0
    while (at < sent.length && to.writable) {
      const alone = this.#pieces[direction] > 0
      const length = alone ? 1 : Math.min(sent.length - at, this.#pace[direction])
      const piece = sent.subarray(at, at + length)
      at += length
      this.#passed(direction, piece.length)
      const full = !to.write(piece)
      if (full) await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => undefined)
      if (alone) {
        this.#pieces[direction] -= 1
        await new Promise(setImmediate)
      } else if (Number.isFinite(this.#pace[direction])) await sleep(paceMs)
    }
  }
}
