import { Secret } from '@berth/core'
import { defaultFileLimits } from '@berth/files'
import type { FtpServerData } from '../../../test/servers/ftp.ts'
import type { SftpServerData } from '../../../test/servers/sftp.ts'
import type { SftpOptions } from '../src/options.ts'

/** A signal that nobody gives. */
export const signal: AbortSignal = new AbortController().signal

/** How a private OpenSSH server is reached, with a key. */
export function sftpOptions(data: Omit<SftpServerData, 'log'>): SftpOptions {
  const { host, port, user, privateKey, hostKey, folder } = data
  return { host, port, user, privateKey, hostKey, folder, ...defaults }
}

/** How the SFTP of ProFTPD is reached, with a password. */
export function passwordOptions(data: FtpServerData): SftpOptions {
  const { host, ports, user, password, hostKey, folder } = data
  return { host, port: ports.sftp, user, password: new Secret(password), hostKey, folder, ...defaults }
}

const defaults = {
  algorithms: 'modern',
  nameCharset: 'UTF-8',
  loginTimeoutMs: 8000,
  keepaliveMs: 15_000,
  maxListedFiles: 100_000,
  maxFiles: 10_000,
  maxCopyBytes: 1_000_000_000,
  ...defaultFileLimits,
} as const
