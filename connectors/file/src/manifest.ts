import type { ConnectorManifest } from '@berth/core'
import { fileDatasetDefinition, maxFileLookupKeys } from '@berth/files'
import { options } from './options.ts'

/** What the file connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'file',
  contract: 1,
  title: { zh: '数据文件（目录）', en: 'Data files in a folder' },
  testedServers: [],
  options,
  datasets: fileDatasetDefinition,
  capabilities: {
    describe: { comments: true },
    lookup: { maxKeys: maxFileLookupKeys },
    scan: { resume: true },
    changes: { column: true, log: true, acknowledge: true, deletes: true },
    files: { put: true, batches: true },
  },
  deviations: [],
}
