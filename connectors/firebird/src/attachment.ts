import { BerthError } from '@berth/core'
import type { ErrorPlace } from '@berth/sql'
import { descriptionProblem } from './description.ts'
import type { Callback, QueuedCallback, Wire } from './driver.ts'
import { firebirdError } from './errors.ts'

/** How long a server may take to confirm that it stopped a statement, or that we leave. */
const farewellMs = 2000

/** What the driver makes of an answer to `prepare`. */
interface Answer {
  readonly buffer?: Buffer
}

/**
 * The driver's wire with promises, and with everything caught that the driver would let fall: an exception while it
 * reads an answer, requests that nobody answers any more, a line that is gone.
 */
export class Attachment {
  readonly wire: Wire
  readonly #place: Omit<ErrorPlace, 'call'>
  readonly #waiting: Set<(failure: BerthError) => void> = new Set()
  #failure: BerthError | undefined
  #refusal: unknown
  #closing = false
  /** While the driver makes a request that is answered with a description. */
  #preparing = false

  constructor(wire: Wire, place: Omit<ErrorPlace, 'call'>) {
    this.wire = wire
    this.#place = place
    this.#watch()
    wire._socket.prependListener('close', () => {
      this.#failure ??= new BerthError('CONNECTION_LOST', { call: 'wait' })
      // Behind an answer that it misread the driver has forgotten whom it was for.
      for (const giveUp of this.#waiting) giveUp(this.#failure)
    })
  }

  /** What ended the line; undefined while it stands. */
  get failure(): BerthError | undefined {
    return this.#failure
  }

  /** One request to the server. Every failure is a `BerthError`; after the first lost line all fail at once. */
  request<Result>(call: string, start: (callback: Callback<Result>) => void): Promise<Result> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    this.#waiting.add(reject)
    const ended = (): void => void this.#waiting.delete(reject)
    promise.then(ended, ended)
    const failed = (error: unknown): void => reject(this.#failure ?? firebirdError(error, { ...this.#place, call }))
    try {
      start((error, result) => {
        if (error === undefined || error === null) resolve(result as Result)
        else failed(error)
      })
    } catch (error) {
      failed(error)
    }
    return promise
  }

  /**
   * Runs requests that `signal` may end: the server is told to stop, and `ABORTED` comes when it has. One that does not
   * listen loses the line.
   */
  async cancellable<Result>(call: string, signal: AbortSignal, run: () => Promise<Result>): Promise<Result> {
    if (signal.aborted) throw new BerthError('ABORTED', { call })
    let timer: NodeJS.Timeout | undefined
    const cancel = (): void => {
      timer = setTimeout(() => this.destroy(new BerthError('ABORTED', { call })), farewellMs)
      if (this.#failure === undefined) this.wire.cancelOperation()
    }
    signal.addEventListener('abort', cancel, { once: true })
    try {
      return await run()
    } catch (error) {
      throw signal.aborted ? new BerthError('ABORTED', { call }, { cause: error }) : error
    } finally {
      signal.removeEventListener('abort', cancel)
      clearTimeout(timer)
    }
  }

  /**
   * Runs a request before which the driver sends blobs. It ignores when the server refuses a part of one, and would
   * store what is left: here the first refusal meanwhile is the outcome.
   */
  async withBlobs<Result>(call: string, run: () => Promise<Result>): Promise<Result> {
    this.#refusal = undefined
    const outcome = await run().catch((error: unknown) => {
      this.#refusal ??= error
      return undefined
    })
    if (this.#refusal === undefined) return outcome as Result
    throw firebirdError(this.#refusal, { ...this.#place, call })
  }

  /** Cuts the line. What is under way fails with `failure`. */
  destroy(failure: BerthError): void {
    this.#failure ??= failure
    this.wire._socket.destroy()
  }

  /**
   * Takes leave of the server, as far as it listens, and leaves no socket behind. Without a word where the driver still
   * holds a part of an answer, though every call has ended: it would read the rest into that for ever. Safe to call twice.
   */
  async close(): Promise<void> {
    const socket = this.wire._socket
    if (socket.destroyed || this.#closing) return
    this.#closing = true
    const closed = new Promise<void>((resolve) => void socket.once('close', resolve))
    const timer = setTimeout(() => socket.destroy(), farewellMs)
    if (this.wire._xdr === undefined)
      await this.request('detach', (callback) => this.wire.detach(callback)).catch(() => undefined)
    socket.end()
    socket.destroy()
    await closed
    clearTimeout(timer)
  }

  /**
   * Watches what the server refuses. The driver hands on only the first code of a status, which is often the least
   * telling; it parses all of them into an object that it takes from the queued callback, so one is put there and its
   * status attached to the error. And looks through what the server describes before the driver believes it.
   */
  #watch(): void {
    const { wire } = this
    for (const way of ['allocateAndPrepareStatement', 'prepareStatement'] as const) {
      const prepare = wire[way]
      wire[way] = (...given: unknown[]) => {
        this.#preparing = true
        try {
          prepare.apply(wire, given)
        } finally {
          this.#preparing = false
        }
      }
    }
    const queue = wire._queueEvent
    wire._queueEvent = (callback, defer) => {
      if (callback === undefined || defer === true) return queue.call(wire, callback, defer)
      const described = this.#preparing
      const withStatus: QueuedCallback = Object.assign(
        (error: unknown, result?: unknown) => {
          const problem = described && !error ? descriptionProblem((result as Answer).buffer) : undefined
          if (problem !== undefined) {
            this.destroy(problem)
            callback(problem)
            return
          }
          if (error instanceof Error) {
            if (withStatus.response?.status !== undefined) Object.assign(error, { status: withStatus.response.status })
            this.#refusal ??= error
          }
          callback(error, result)
        },
        { response: {} },
        callback,
      )
      return queue.call(wire, withStatus, defer)
    }
  }
}
