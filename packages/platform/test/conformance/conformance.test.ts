import { platformCases, platformKit } from '@berth/conformance'
import { describeCases } from '@berth/conformance/vitest'
import type { RunningPlatform } from '../../src/index.ts'
import { clockedPlatform } from './clocked-platform.ts'

let platform: RunningPlatform

describeCases('conformance of the reference platform', platformCases, {
  open: async () => {
    const started = await clockedPlatform()
    platform = started.platform
    return platformKit(started.settings)
  },
  close: () => platform.close(),
})
