import { BerthError } from '@berth/core'

/** What takes turns: no more than so many of it run at once, the others wait in the order in which they came. */
export class Turns {
  readonly #most: number
  readonly #waiting: Set<() => void> = new Set()
  #running = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Rejects as `run`, with `late` where no turn comes in time, and with `ABORTED`. */
  async take<Result>(
    run: () => Promise<Result>,
    { timeoutMs, late, signal }: { timeoutMs: number; late: () => BerthError; signal: AbortSignal | undefined },
  ): Promise<Result> {
    if (this.#running < this.#most) this.#running++
    else await this.#turn(timeoutMs, late, signal)
    try {
      return await run()
    } finally {
      const [next] = this.#waiting
      if (next === undefined) this.#running--
      else next()
    }
  }

  /** Resolves once one that ran has left its place. */
  #turn(timeoutMs: number, late: () => BerthError, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(take)
        clearTimeout(timer)
        signal?.removeEventListener('abort', aborted)
      }
      const take = (): void => {
        leave()
        resolve()
      }
      const aborted = (): void => {
        leave()
        reject(new BerthError('ABORTED', { call: 'key' }))
      }
      const timer = setTimeout(() => {
        leave()
        reject(late())
      }, timeoutMs)
      if (signal?.aborted === true) return aborted()
      signal?.addEventListener('abort', aborted)
      this.#waiting.add(take)
    })
  }
}
