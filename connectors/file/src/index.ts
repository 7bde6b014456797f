import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import type { FileOptions } from './options.ts'
import { openFolder } from './session.ts'

/** Docks data files in a folder of this machine. */
export const connector: Connector<FileOptions> = defineConnector<FileOptions>({ manifest, open: openFolder })

export { manifest } from './manifest.ts'
export type { FileOptions } from './options.ts'
