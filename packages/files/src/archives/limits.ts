import { BerthError } from '@berth/core'
import type { FileLimits } from '../codecs/limits.ts'

/** How much an archive may hold. */
export type ArchiveLimits = Pick<FileLimits, 'maxArchiveEntries' | 'maxUnpackedBytes' | 'maxUnpackedRatio'>

const harmlessBytes = 16 * 1024 ** 2

/** Counts what comes out of one archive, and refuses a bomb while it unpacks. */
export class UnpackedBytes {
  readonly #file: string
  readonly #limits: ArchiveLimits

  constructor(file: string, limits: ArchiveLimits) {
    this.#file = file
    this.#limits = limits
  }

  /** `packed` bytes have given `unpacked`. Throws `FILE_LIMIT_EXCEEDED`. */
  check(packed: number, unpacked: number): void {
    const { maxUnpackedBytes, maxUnpackedRatio } = this.#limits
    if (unpacked > maxUnpackedBytes) throw this.#exceeded('maxUnpackedBytes', maxUnpackedBytes)
    if (unpacked > harmlessBytes && unpacked > packed * maxUnpackedRatio)
      throw this.#exceeded('maxUnpackedRatio', maxUnpackedRatio)
  }

  #exceeded(limit: keyof ArchiveLimits, maximum: number): BerthError {
    return new BerthError('FILE_LIMIT_EXCEEDED', { file: this.#file, limit, maximum })
  }
}
