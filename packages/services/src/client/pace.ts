import { setTimeout as wait } from 'node:timers/promises'
import { BerthError } from '@berth/core'

/** Waits; ends with what the signal says when it aborts. */
export async function pause(delayMs: number, call: string, signal: AbortSignal): Promise<void> {
  try {
    await wait(delayMs, undefined, { signal })
  } catch (cause) {
    throw BerthError.is(signal.reason) ? signal.reason : new BerthError('ABORTED', { call }, { cause })
  }
}

/** Spreads calls over time: each second no more than so many begin. */
export class Pace {
  readonly #everyMs: number
  #next = 0

  constructor(requestsPerSecond: number | undefined) {
    this.#everyMs = requestsPerSecond === undefined ? 0 : 1000 / requestsPerSecond
  }

  async turn(call: string, signal: AbortSignal): Promise<void> {
    if (this.#everyMs === 0) return
    const now = performance.now()
    const at = Math.max(now, this.#next)
    this.#next = at + this.#everyMs
    if (at > now) await pause(at - now, call, signal)
  }
}

/** How long `Retry-After` asks to wait, in milliseconds: seconds or a date. Undefined where it says neither. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000
  const at = /GMT$/.test(header) ? Date.parse(header) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
