import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import type { OdbcOptions } from './options.ts'
import { openOdbc } from './session.ts'

/** Docks a database through its ODBC driver. */
export const connector: Connector<OdbcOptions> = defineConnector<OdbcOptions>({
  manifest,
  open: (options, { access, signal }) => openOdbc(options, access, signal),
})

export { manifest } from './manifest.ts'
export type { OdbcOptions } from './options.ts'
