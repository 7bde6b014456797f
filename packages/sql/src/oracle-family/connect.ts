import { BerthError } from '@berth/core'
import type { SocketWatch } from './sockets.ts'

/** How a library is made to connect. */
export interface WatchedConnect<Native> {
  readonly watch: SocketWatch
  connect(): Promise<Native>
  /** Ends a connection that comes up when nobody waits for it any more. */
  abandon(native: Native): void
  /** The error of the catalogue for one of the library's. */
  toError(error: unknown): BerthError
  readonly place: { readonly host: string; readonly port: number; readonly timeoutMs: number }
  readonly signal: AbortSignal
}

/**
 * Connects within a deadline of our own, until the login is over. Whatever happens, no socket stays behind (RES-1).
 * Rejects with `ABORTED`, `CONNECT_TIMEOUT`, or what the library says.
 */
export function connectWatched<Native>(parts: WatchedConnect<Native>): Promise<Native> {
  const { watch, place, signal } = parts
  return new Promise((resolve, reject) => {
    let over = false
    const finish = (): boolean => {
      if (over) return false
      over = true
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      return true
    }
    const fail = (error: BerthError): void => {
      if (finish()) reject(error)
      watch.destroy()
    }
    const onAbort = (): void => fail(new BerthError('ABORTED', { call: 'connect' }))
    const timer = setTimeout(() => fail(new BerthError('CONNECT_TIMEOUT', place)), place.timeoutMs)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) return onAbort()
    watch
      .run(() => watch.untilClosed('connect', parts.connect))
      .then(
        (native) => {
          if (finish()) resolve(native)
          else parts.abandon(native)
        },
        (error: unknown) => fail(parts.toError(error)),
      )
  })
}
