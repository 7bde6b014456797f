import type { ConnectorManifest } from '@berth/core'
import { fileCapabilities, fileDatasetDefinition } from '@berth/files'
import { options } from './options.ts'

/** What the file connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'file',
  contract: 1,
  title: { zh: '数据文件（目录）', en: 'Data files in a folder' },
  testedServers: [],
  options,
  datasets: fileDatasetDefinition,
  capabilities: fileCapabilities,
  exemptions: [],
}
