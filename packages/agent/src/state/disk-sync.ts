import { closeSync, fdatasync, openSync } from 'node:fs'
import type { BerthError } from '@berth/core'
import { fileError } from '../deliver/file-error.ts'

/** The longest that what was written waits to be synced, less the time that the disk takes. */
const soonMs = 500

/**
 * Syncs a file to the disk, off the main thread. A sync covers all that was written before it began, by whomever, so
 * that those who wait for the same one share it.
 */
export class DiskSync {
  readonly #file: string
  readonly #handle: number
  #current: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #failure: BerthError | undefined

  /** Throws `FILE_UNWRITABLE`. */
  constructor(file: string) {
    this.#file = file
    try {
      this.#handle = openSync(file, 'r+')
    } catch (cause) {
      throw fileError(cause, file)
    }
  }

  /**
   * Why nothing that is written counts as durable any more: a sync failed. What the system had not written by then it
   * may have dropped, and the next sync would not say so.
   */
  get failure(): BerthError | undefined {
    return this.#failure
  }

  /** Resolves when all that is written by now is on the disk. Rejects with `FILE_UNWRITABLE` or `DISK_FULL`. */
  now(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#next ??= this.#current.then(() => {
      this.#current = this.#next ?? Promise.resolve()
      this.#next = undefined
      return this.#sync()
    })
    return this.#next
  }

  /** Syncs what is written by now within a second. */
  soon(): void {
    this.#timer ??= setTimeout(() => {
      // The failure is kept for the next commit.
      this.now().catch(() => undefined)
    }, soonMs).unref()
  }

  /** Syncs what waits for it, and closes the file. */
  async close(): Promise<void> {
    try {
      if (this.#timer === undefined) await (this.#next ?? this.#current)
      else await this.now()
    } finally {
      closeSync(this.#handle)
    }
  }

  #sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fdatasync(this.#handle, (cause) => {
        if (cause !== null) this.#failure ??= fileError(cause, this.#file)
        if (this.#failure === undefined) resolve()
        else reject(this.#failure)
      })
    })
  }
}
