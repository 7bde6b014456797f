import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import type { PostgresOptions } from './options.ts'
import { openPostgres } from './session.ts'

/** Docks a PostgreSQL database, or one that speaks its protocol, through pg. */
export const connector: Connector<PostgresOptions> = defineConnector<PostgresOptions>({
  manifest,
  open: (options, context) => openPostgres(options, context),
})

export { manifest } from './manifest.ts'
export type { PostgresOptions } from './options.ts'
