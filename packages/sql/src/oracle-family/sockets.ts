import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { BerthError } from '@berth/core'

const watches: AsyncLocalStorage<SocketWatch> = new AsyncLocalStorage()
let isSubscribed = false

/** How long a library may take to open its next socket, or to fail, after the last one is closed. */
const graceMs = 200

/**
 * The sockets that a library opens while it connects, so that none stays behind and none dies unseen: one library loses
 * its own when it fails after it has connected, another waits for ever on one that is closed.
 */
export class SocketWatch {
  readonly #sockets: Set<Socket> = new Set()
  readonly #losers: Set<() => void> = new Set()

  /** Runs what connects, and notes the sockets that it opens. */
  run<Result>(connect: () => Promise<Result>): Promise<Result> {
    if (!isSubscribed) {
      // Told by Node itself for every socket that it makes, in the context of who asked for it.
      subscribe('net.client.socket', (message) => {
        const watch = watches.getStore()
        if (watch !== undefined) watch.#add((message as { readonly socket: Socket }).socket)
      })
      isSubscribed = true
    }
    return watches.run(this, connect)
  }

  /** Runs a call of the library. Rejects with `CONNECTION_LOST` when all sockets are closed and the library says nothing. */
  untilClosed<Result>(call: string, work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const lose = (): void => reject(new BerthError('CONNECTION_LOST', { call }))
      this.#losers.add(lose)
      work()
        .then(resolve, reject)
        .finally(() => this.#losers.delete(lose))
    })
  }

  /** Cuts all of them. */
  destroy(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #add(socket: Socket): void {
    this.#sockets.add(socket)
    // The library may take its listeners away before its end; an error behind that would be nobody's exception.
    socket.on('error', () => undefined)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      if (this.#sockets.size === 0) setTimeout(() => this.#lost(), graceMs)
    })
  }

  #lost(): void {
    if (this.#sockets.size > 0) return
    for (const lose of this.#losers) lose()
  }
}
