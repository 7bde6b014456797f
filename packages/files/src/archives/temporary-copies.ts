import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { BerthError } from '@berth/core'

/** @default 4 GiB */
const defaultMaxBytes = 4 * 1024 ** 3

/**
 * Copies on this machine of files that lie elsewhere or inside others, in a folder that only this user may enter. All go when it
 * is disposed of, whatever happened before.
 */
export class TemporaryCopies implements AsyncDisposable {
  readonly #maxBytes: number
  #folder: Promise<string> | undefined
  #disposed = false
  #made = 0
  #bytes = 0

  /** `maxBytes`: what all copies together may take. @default 4 GiB */
  constructor(maxBytes: number = defaultMaxBytes) {
    this.#maxBytes = maxBytes
  }

  /** Writes a copy and tells its path. Rejects with `FILE_LIMIT_EXCEEDED` when the copies take more than they may; `name` is for that. */
  async copy(name: string, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string> {
    if (this.#disposed) throw new TypeError('these copies were disposed of')
    this.#folder ??= mkdtemp(path.join(tmpdir(), 'berth-'))
    this.#made++
    const target = path.join(await this.#folder, String(this.#made))
    await using file = await open(target, 'wx', 0o600)
    for await (const chunk of bytes) {
      signal.throwIfAborted()
      this.#bytes += chunk.length
      if (this.#bytes > this.#maxBytes)
        throw new BerthError('FILE_LIMIT_EXCEEDED', { file: name, limit: 'maxCopyBytes', maximum: this.#maxBytes })
      await file.writeFile(chunk)
    }
    return target
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true
    const folder = this.#folder
    this.#folder = undefined
    if (folder !== undefined) await rm(await folder, { recursive: true, force: true })
  }
}
