/** When a fault of the line falls. Counted from the moment that it is ordered, over all lines of the relay. */
export interface LineEvent {
  /** `first-byte`: the first that the server says on a line. `to-server` and `to-client`: what is sent that way. */
  readonly at: 'connect' | 'first-byte' | 'to-server' | 'to-client'
  /** How many such events there have to be. @default 1 */
  readonly nth?: number
  /** Falls behind so many bytes sent that way, in the middle of what is sent at once if need be. In place of `nth`. */
  readonly behindBytes?: number
  /** Only what this is true of counts. */
  readonly where?: (sent: Buffer) => boolean
}

/**
 * What happens to the line then.
 *
 * - `refuse`: the line is reset as soon as it is there; only at `connect`.
 * - `stall`: nothing is handed on any more, in either direction, and the line stays open.
 * - `cut`: both ends are closed as if the other had hung up; `reset`: as if the other were gone.
 * - `truncate`: one half of what was sent is handed on, then the line is cut.
 * - `lose-answer`: what was sent is handed on, what the server answers is thrown away, then the line is cut.
 * - `corrupt`: the bits of `mask` in one byte are turned over.
 * - `duplicate`: what was sent is handed on twice.
 * - `slow`: from here on so many bytes are handed on in a second, a few at once.
 * - `pieces`: the next so many bytes are handed on one by one.
 */
export type LineFault =
  | { readonly does: 'refuse' | 'stall' | 'cut' | 'reset' | 'truncate' | 'lose-answer' | 'duplicate' }
  | { readonly does: 'pieces'; readonly bytes: number }
  | { readonly does: 'corrupt'; readonly mask: number }
  | { readonly does: 'slow'; readonly bytesPerSecond: number }

/** A fault that was ordered. It falls once. */
export interface OrderedFault {
  readonly fired: boolean
  /** Resolves when it has fallen. */
  readonly whenFired: Promise<void>
}

/** Something that went over the line: a connection made, or bytes sent. */
export interface LineStep {
  readonly at: 'connect' | 'to-server' | 'to-client'
  readonly sent: Buffer
  /** Whether these are the first bytes that the server says on this line. */
  readonly first: boolean
}

/** A fault that waits for its event. */
export class WaitingFault implements OrderedFault {
  readonly fault: LineFault
  readonly #event: LineEvent
  readonly #fire: () => void
  readonly whenFired: Promise<void>
  #seen = 0
  #bytes = 0
  fired = false

  constructor(event: LineEvent, fault: LineFault) {
    this.#event = event
    this.fault = fault
    const { promise, resolve } = Promise.withResolvers<void>()
    this.whenFired = promise
    this.#fire = resolve
  }

  /** How many of the bytes go on as they are before the fault falls. Undefined: it does not fall now. */
  falls({ at, sent, first }: LineStep): number | undefined {
    const { nth = 1, behindBytes, where } = this.#event
    const meant = this.#event.at === 'first-byte' ? first : this.#event.at === at
    if (this.fired || !meant) return undefined
    if (behindBytes !== undefined) {
      const before = this.#bytes
      this.#bytes += sent.length
      return this.#bytes > behindBytes ? this.#fell(behindBytes - before) : undefined
    }
    if (where?.(sent) === false) return undefined
    this.#seen += 1
    return this.#seen === nth ? this.#fell(this.fault.does === 'truncate' ? sent.length >> 1 : 0) : undefined
  }

  #fell(before: number): number {
    this.fired = true
    this.#fire()
    return before
  }
}
