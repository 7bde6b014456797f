import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import type { SqliteOptions } from './options.ts'
import { openSqlite } from './session.ts'

/** Docks a SQLite database file through Node's own `node:sqlite`. */
export const connector: Connector<SqliteOptions> = defineConnector<SqliteOptions>({
  manifest,
  open: async (options, { access }) => openSqlite(options, access),
})

export { manifest } from './manifest.ts'
export type { SqliteOptions } from './options.ts'
