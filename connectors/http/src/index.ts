import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import type { HttpOptions } from './options.ts'
import { openHttp } from './session.ts'

/** Docks an HTTP interface by what a docking writes of its requests and answers. */
export const connector: Connector<HttpOptions> = defineConnector<HttpOptions>({
  manifest,
  open: async (options, { access, datasets }) => openHttp(options, access, datasets),
})

export { manifest } from './manifest.ts'
export type { HttpOptions } from './options.ts'
