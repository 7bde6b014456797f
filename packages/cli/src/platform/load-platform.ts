import { BerthError } from '@berth/core'

/** What the reference platform's package exports, as far as it is used here. */
type PlatformPackage = Pick<typeof import('@berth/platform'), 'startPlatform'>

/**
 * Loads the reference platform. It brings a database of its own along, so a docking that does not try it is spared it. Rejects with
 * `EXTRA_MISSING`.
 */
export async function loadPlatform(): Promise<PlatformPackage> {
  try {
    return await import('@berth/platform')
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND'
    if (!missing) throw cause
    throw new BerthError('EXTRA_MISSING', { call: 'berth platform start', package: '@berth/platform' }, { cause })
  }
}
