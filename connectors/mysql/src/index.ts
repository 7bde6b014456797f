import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import type { MysqlOptions } from './options.ts'
import { openMysql } from './session.ts'

/** Docks a MySQL or MariaDB database, or one that speaks their protocol, through mysql2. */
export const connector: Connector<MysqlOptions> = defineConnector<MysqlOptions>({
  manifest,
  open: (options, context) => openMysql(options, context),
})

export { manifest } from './manifest.ts'
export type { MysqlOptions } from './options.ts'
