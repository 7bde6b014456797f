import { type Connector, defineConnector } from '@berth/core'
import { loadDriver } from './driver.ts'
import { manifest } from './manifest.ts'
import type { OracleOptions } from './options.ts'
import { openOracle } from './session.ts'

/** Docks an Oracle database through oracledb. */
export const connector: Connector<OracleOptions> = defineConnector<OracleOptions>({
  manifest,
  open: async (options, context) => openOracle(await loadDriver(), options, context),
})

export { manifest } from './manifest.ts'
export type { OracleOptions } from './options.ts'
