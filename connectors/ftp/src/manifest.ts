import type { ConnectorManifest } from '@berth/core'
import { fileCapabilities, fileDatasetDefinition } from '@berth/files'
import { options } from './options.ts'

/** What the FTP connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'ftp',
  contract: 1,
  title: { zh: 'FTP 服务器上的数据文件', en: 'data files at an FTP server' },
  driver: { package: 'basic-ftp', range: '^6.2.6' },
  testedServers: ['ProFTPD 1.3.8'],
  options,
  datasets: fileDatasetDefinition,
  capabilities: fileCapabilities,
  exemptions: [],
}
