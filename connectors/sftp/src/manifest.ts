import type { ConnectorManifest } from '@berth/core'
import { fileCapabilities, fileDatasetDefinition } from '@berth/files'
import { options } from './options.ts'

/** What the SFTP connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'sftp',
  contract: 1,
  title: { zh: 'SFTP 服务器上的数据文件', en: 'data files at an SFTP server' },
  driver: { package: 'ssh2', range: '^1.17.0' },
  testedServers: ['OpenSSH 9.2', 'ProFTPD 1.3.8'],
  options,
  datasets: fileDatasetDefinition,
  capabilities: fileCapabilities,
  exemptions: [],
}
