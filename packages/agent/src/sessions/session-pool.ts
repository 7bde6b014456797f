import { BerthError, type ConnectorSession } from '@berth/core'

export interface SessionPoolOptions {
  /** The most sessions open at once. @default 4 */
  readonly maxSessions?: number
  /** The most callers that wait for one. @default 1000 */
  readonly maxWaiting?: number
  /** How long a caller waits for one. @default 5000 */
  readonly waitMs?: number
  /** A session that nobody used for so long is closed. @default 60000 */
  readonly idleMs?: number
}

interface Idle {
  readonly session: ConnectorSession
  readonly since: number
}

interface Waiting {
  readonly start: () => void
  readonly fail: (error: BerthError) => void
}

/**
 * Sessions of one connection, opened when needed and used again. A session that is not usable any more is discarded,
 * and the next caller gets a fresh one.
 */
export class SessionPool implements AsyncDisposable {
  readonly maxSessions: number
  readonly #open: (signal: AbortSignal) => Promise<ConnectorSession>
  readonly #maxWaiting: number
  readonly #waitMs: number
  readonly #idleMs: number
  readonly #idle: Idle[] = []
  readonly #waiting: Set<Waiting> = new Set()
  readonly #ending: AbortController = new AbortController()
  #busy = 0
  #connected = 0
  #sweep: NodeJS.Timeout | undefined
  #drained: (() => void) | undefined

  constructor(open: (signal: AbortSignal) => Promise<ConnectorSession>, options: SessionPoolOptions = {}) {
    this.#open = open
    this.maxSessions = options.maxSessions ?? 4
    this.#maxWaiting = options.maxWaiting ?? 1000
    this.#waitMs = options.waitMs ?? 5000
    this.#idleMs = options.idleMs ?? 60_000
  }

  /** Sessions in use, idle, and callers that wait. */
  get counts(): { readonly busy: number; readonly idle: number; readonly waiting: number } {
    return { busy: this.#busy, idle: this.#idle.length, waiting: this.#waiting.size }
  }

  /** Sessions that are open, idle ones counted: none while the system cannot be reached. */
  get connected(): number {
    return this.#connected + this.#idle.length
  }

  /**
   * Runs with a session of its own. `fresh` says that it was opened for this call, so that a lost line is no leftover
   * of the past.
   *
   * Rejects with `OVERLOADED` when too many wait or one waits too long, `STOPPING` after the pool's end, whatever
   * opening a session rejects with, or what `run` rejects with.
   */
  async use<Result>(run: (session: ConnectorSession, fresh: boolean) => Promise<Result>): Promise<Result> {
    if (this.#ending.signal.aborted) throw new BerthError('STOPPING')
    if (this.#busy >= this.maxSessions) await this.#turn()
    else this.#busy++
    try {
      const idle = this.#takeIdle()
      const session = idle ?? (await this.#open(this.#ending.signal))
      this.#connected++
      try {
        return await run(session, idle === undefined)
      } finally {
        this.#connected--
        await this.#giveBack(session)
      }
    } finally {
      this.#release()
    }
  }

  /** Refuses new callers, waits for those at work, closes all sessions. Safe to call twice. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort()
    clearTimeout(this.#sweep)
    for (const waiting of this.#waiting) waiting.fail(new BerthError('STOPPING'))
    if (this.#busy > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve
      })
    }
    await Promise.all(this.#idle.splice(0).map(({ session }) => session[Symbol.asyncDispose]()))
  }

  /** Waits until a caller hands its place over: the count of busy ones does not change in between. */
  #turn(): Promise<void> {
    if (this.#waiting.size >= this.#maxWaiting) return Promise.reject(new BerthError('OVERLOADED'))
    return new Promise<void>((resolve, reject) => {
      const fail = (error: BerthError): void => {
        clearTimeout(timer)
        this.#waiting.delete(waiting)
        reject(error)
      }
      const start = (): void => {
        clearTimeout(timer)
        this.#waiting.delete(waiting)
        resolve()
      }
      const timer = setTimeout(() => fail(new BerthError('OVERLOADED')), this.#waitMs)
      const waiting: Waiting = { start, fail }
      this.#waiting.add(waiting)
    })
  }

  #release(): void {
    const [next] = this.#waiting
    if (next === undefined) this.#busy--
    else next.start()
    if (this.#busy === 0) this.#drained?.()
  }

  #takeIdle(): ConnectorSession | undefined {
    // The last one back goes out first, so that those beyond the need grow old and are closed.
    while (true) {
      const session = this.#idle.pop()?.session
      if (session === undefined || session.usable) return session
    }
  }

  async #giveBack(session: ConnectorSession): Promise<void> {
    if (!session.usable || this.#ending.signal.aborted) return await session[Symbol.asyncDispose]()
    this.#idle.push({ session, since: performance.now() })
    this.#sweep ??= setTimeout(() => this.#closeOld(), this.#idleMs).unref()
  }

  #closeOld(): void {
    this.#sweep = undefined
    const before = performance.now() - this.#idleMs
    while ((this.#idle[0]?.since ?? Number.POSITIVE_INFINITY) <= before) {
      void this.#idle.shift()?.session[Symbol.asyncDispose]()
    }
    const oldest = this.#idle[0]
    if (oldest === undefined) return
    this.#sweep = setTimeout(() => this.#closeOld(), Math.max(1, oldest.since - before)).unref()
  }
}
