import { type Connector, defineConnector } from '@berth/core'
import { loadDriver } from './driver.ts'
import { manifest } from './manifest.ts'
import type { DamengOptions } from './options.ts'
import { openDameng } from './session.ts'

/** Docks a Dameng database through dmdb. */
export const connector: Connector<DamengOptions> = defineConnector<DamengOptions>({
  manifest,
  open: async (options, context) => openDameng(await loadDriver(), options, context),
})

export { manifest } from './manifest.ts'
export type { DamengOptions } from './options.ts'
