import { Secret } from '@berth/core'
import { defaultFileLimits } from '@berth/files'
import type { FtpServerData } from '../../../test/servers/ftp.ts'
import type { FtpOptions } from '../src/options.ts'

/** A signal that nobody gives. */
export const signal: AbortSignal = new AbortController().signal

/** How one of the addresses of a private ProFTPD is reached. */
export function ftpOptions(data: FtpServerData, address: Exclude<keyof FtpServerData['ports'], 'sftp'>): FtpOptions {
  const { host, ports, user, password, caFile, folder } = data
  return {
    host,
    port: ports[address],
    user,
    password: new Secret(password),
    tls: address === 'explicit' || address === 'implicit' ? address : 'disabled',
    caFile,
    folder,
    nameCharset: 'UTF-8',
    loginTimeoutMs: 8000,
    answerTimeoutMs: 10_000,
    maxListedFiles: 100_000,
    maxFiles: 10_000,
    maxCopyBytes: 1_000_000_000,
    ...defaultFileLimits,
  }
}
