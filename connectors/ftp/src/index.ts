import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import type { FtpOptions } from './options.ts'
import { openFtp } from './session.ts'

/** Docks the data files of a folder at an FTP server, through basic-ftp. */
export const connector: Connector<FtpOptions> = defineConnector<FtpOptions>({
  manifest,
  open: (options, context) => openFtp(options, context),
})

export { manifest } from './manifest.ts'
export type { FtpOptions } from './options.ts'
