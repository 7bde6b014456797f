import { type FtpServerData, startFtp } from './ftp.ts'
import type { LiveServer } from './live-server.ts'
import { type SftpServerData, startSftp } from './sftp.ts'

/** The ProFTPD of a run. */
export async function liveFtp(): Promise<LiveServer<FtpServerData>> {
  return await startFtp()
}

/** The OpenSSH server of a run. */
export async function liveSftp(): Promise<LiveServer<SftpServerData>> {
  return await startSftp()
}
