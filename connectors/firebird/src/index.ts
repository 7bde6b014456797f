import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import type { FirebirdOptions } from './options.ts'
import { openFirebird } from './session.ts'

/** Docks a Firebird database through node-firebird. */
export const connector: Connector<FirebirdOptions> = defineConnector<FirebirdOptions>({
  manifest,
  open: (options, context) => openFirebird(options, context),
})

export { manifest } from './manifest.ts'
export type { FirebirdOptions } from './options.ts'
