import type { ConnectorManifest } from '@berth/core'
import { options } from './options.ts'

/** What the reference connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'memory',
  contract: 1,
  title: { zh: '内存数据集（参考实现）', en: 'datasets in memory (the reference)' },
  testedServers: [],
  options,
  capabilities: {
    describe: {
      comments: true,
      procedures: true,
      rowCounts: true,
      asks: ['the tables and operations given to memory()'],
    },
    lookup: { maxKeys: 100 },
    scan: { resume: true },
    changes: { column: true, log: true, deletes: true },
    apply: { insert: true, upsert: true, deletes: true, dryRun: true },
    invoke: { idempotent: true },
    text: { charsetPerColumn: true },
  },
  exemptions: [],
}
