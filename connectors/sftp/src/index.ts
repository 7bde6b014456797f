import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import type { SftpOptions } from './options.ts'
import { openSftp } from './session.ts'

/** Docks the data files of a folder at an SFTP server, through ssh2. */
export const connector: Connector<SftpOptions> = defineConnector<SftpOptions>({
  manifest,
  open: (options, context) => openSftp(options, context),
})

export { manifest } from './manifest.ts'
export type { SftpOptions } from './options.ts'
