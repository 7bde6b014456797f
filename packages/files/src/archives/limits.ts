import { BerthError } from '@berth/core'

/** How much an archive may hold. */
export interface ArchiveLimits {
  /** @default 1,000 */
  readonly entries: number
  /** Of all that is unpacked from one archive. @default 16 GiB */
  readonly unpackedBytes: number
  /** Unpacked bytes for one packed byte, looked at from 16 MiB on. @default 250 */
  readonly unpackedRatio: number
}

export const defaultArchiveLimits: ArchiveLimits = {
  entries: 1_000,
  unpackedBytes: 16 * 1024 ** 3,
  unpackedRatio: 250,
}

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
    const { unpackedBytes, unpackedRatio } = this.#limits
    if (unpacked > unpackedBytes) throw this.#exceeded('unpackedBytes', unpackedBytes)
    if (unpacked > harmlessBytes && unpacked > packed * unpackedRatio)
      throw this.#exceeded('unpackedRatio', unpackedRatio)
  }

  #exceeded(limit: keyof ArchiveLimits, maximum: number): BerthError {
    return new BerthError('FILE_LIMIT_EXCEEDED', { file: this.#file, limit, maximum })
  }
}
