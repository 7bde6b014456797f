import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import type { MssqlOptions } from './options.ts'
import { openMssql } from './session.ts'

/** Docks a SQL Server database through tedious. */
export const connector: Connector<MssqlOptions> = defineConnector<MssqlOptions>({ manifest, open: openMssql })

export { manifest } from './manifest.ts'
export type { MssqlOptions } from './options.ts'
