import { BerthError } from '@berth/core'

/** The header by which each side tells the version of the contract that it speaks. */
export const contractHeader = 'berth-contract'

/** The version that this platform speaks. */
export const contractVersion = '1'

/** Refuses a request by another version (VER-1). One that tells none is of this version. Errors: `PROTOCOL_VERSION_UNSUPPORTED`. */
export function requireContract(told: string | undefined): void {
  if (told === undefined || told === contractVersion) return
  throw new BerthError('PROTOCOL_VERSION_UNSUPPORTED', { version: told.slice(0, 32), supported: contractVersion })
}
