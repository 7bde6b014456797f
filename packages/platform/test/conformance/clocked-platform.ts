import type { PlatformKitSettings } from '@berth/conformance'
import { Secret } from '@berth/core'
import type { RunningPlatform } from '../../src/index.ts'
import { startedPlatform } from '../started-platform.ts'

/** The reference platform with a clock that can be set, and what the kit has to know of it. */
export async function clockedPlatform(): Promise<{ platform: RunningPlatform; settings: PlatformKitSettings }> {
  let shiftedMs = 0
  const platform = await startedPlatform({ now: () => Date.now() + shiftedMs, forwardTimeoutMs: 1000 })
  const settings: PlatformKitSettings = {
    url: platform.url,
    adminToken: new Secret(platform.adminToken),
    shiftClock: (ms) => {
      shiftedMs = ms
    },
  }
  return { platform, settings }
}
