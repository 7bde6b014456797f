import { BerthError } from '@berth/core'
import type { ErrorPlace } from '@berth/sql'
import type { Callback, Wire } from './driver.ts'
import { mysqlError } from './errors.ts'

/** How long a server may take to confirm that it stopped a statement, or that we leave. */
const farewellMs = 2000

/** Stops the statement that a line is busy with, over another line. Rejects when that could not be done. */
export type Kill = () => Promise<void>

/**
 * One line to the server, with everything told that the driver would keep to itself: a call whose line dies or is
 * cut by us never gets its callback, an aborted one would run on at the server.
 */
export class Line {
  readonly wire: Wire
  readonly place: Omit<ErrorPlace, 'call'>
  readonly #kill: Kill
  readonly #waiting: Set<(failure: unknown) => void> = new Set()
  #failure: BerthError | undefined
  #closing = false

  constructor(wire: Wire, place: Omit<ErrorPlace, 'call'>, kill: Kill) {
    this.wire = wire
    this.place = place
    this.#kill = kill
    wire.on('error', (error) => this.destroy(mysqlError(error, { ...place, call: 'wait' })))
    wire.stream.once('close', () => this.destroy(new BerthError('CONNECTION_LOST', { call: 'wait' })))
  }

  /** What ended the line; undefined while it stands. */
  get failure(): BerthError | undefined {
    return this.#failure
  }

  /** One request to the server. Every failure is a `BerthError`; after the first lost line all fail at once. */
  async request<Result>(call: string, start: (callback: Callback<Result>) => void): Promise<Result> {
    try {
      return await this.during((fail) => {
        return new Promise<Result>((resolve, reject) => {
          fail(reject)
          start((error, result) => (error === null || error === undefined ? resolve(result) : reject(error)))
        })
      })
    } catch (error) {
      throw this.#failure ?? this.told(error, call)
    }
  }

  /** Runs work that is told when the line is lost, for the driver would not tell it. */
  async during<Result>(
    work: (fail: (listener: (failure: unknown) => void) => void) => Promise<Result>,
  ): Promise<Result> {
    if (this.#failure !== undefined) throw this.#failure
    let listener: ((failure: unknown) => void) | undefined
    try {
      return await work((given) => {
        listener = given
        this.#waiting.add(given)
      })
    } finally {
      if (listener !== undefined) this.#waiting.delete(listener)
    }
  }

  /** The error of the catalogue. One after which the conversation is out of step ends the line. */
  told(error: unknown, call: string): BerthError {
    const failure = mysqlError(error, { ...this.place, call })
    if (failure.code === 'CONNECTION_LOST' || failure.code === 'PROTOCOL_ERROR') this.destroy(failure)
    return failure
  }

  /**
   * Runs requests that `signal` may end: the server is told to stop, and `ABORTED` comes when it has. One that does not
   * listen loses the line. `ending` is the end of the statement where that is not the end of `run`.
   */
  async cancellable<Result>(
    call: string,
    signal: AbortSignal,
    run: () => Promise<Result>,
    ending?: () => Promise<void>,
  ): Promise<Result> {
    if (signal.aborted) throw new BerthError('ABORTED', { call })
    let stopping: Promise<void> | undefined
    const cancel = (): void => {
      stopping = this.stop(ending ?? (() => result.catch(() => undefined)), call)
    }
    const result = run()
    signal.addEventListener('abort', cancel, { once: true })
    try {
      return await result
    } catch (error) {
      throw signal.aborted ? new BerthError('ABORTED', { call }, { cause: error }) : error
    } finally {
      signal.removeEventListener('abort', cancel)
      await stopping
    }
  }

  /**
   * Has the server stop what it does for this line, and waits for the end of it. Afterwards the line is sound again, or
   * it is cut: a kill that came too late would meet the next statement, so that one is spent on it.
   */
  async stop(ending: () => Promise<unknown>, call: string): Promise<void> {
    const cut = (): void => this.destroy(new BerthError('ABORTED', { call }))
    const timer = setTimeout(cut, farewellMs)
    try {
      await this.#kill()
      await ending()
      await this.request(call, (callback) => this.wire.query({ sql: 'DO 0' }, callback)).catch(() => undefined)
    } catch {
      cut()
    } finally {
      clearTimeout(timer)
    }
  }

  /** Cuts the line. What is under way fails with `failure`. */
  destroy(failure: BerthError): void {
    this.#failure ??= failure
    for (const fail of this.#waiting) fail(this.#failure)
    this.#waiting.clear()
    this.wire.destroy()
    this.wire.stream.destroy()
  }

  /** Takes leave of the server, as far as it listens, and leaves no socket behind. Safe to call twice. */
  async close(): Promise<void> {
    if (this.#closing || this.wire.stream.destroyed) return
    this.#closing = true
    const closed = new Promise<void>((resolve) => void this.wire.stream.once('close', () => resolve()))
    const timer = setTimeout(() => this.wire.stream.destroy(), farewellMs)
    this.wire.resume()
    this.wire.end(() => undefined)
    await closed
    clearTimeout(timer)
  }
}
