import type { ConnectorManifest } from '@berth/core'
import { maxLookupKeys } from '@berth/sql'
import { asks } from './catalogue.ts'
import { options } from './options.ts'

/** What the SQLite connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'sqlite',
  contract: 1,
  title: { zh: 'SQLite 数据库', en: 'SQLite database' },
  testedServers: ['SQLite 3.53'],
  options,
  capabilities: {
    describe: { comments: true, rowCounts: true, asks },
    lookup: { maxKeys: maxLookupKeys },
    scan: { resume: true },
    changes: { column: true, outbox: true, deletes: true },
    apply: { insert: true, upsert: true, deletes: true, dryRun: true, undo: true },
    text: { charsetPerColumn: true },
  },
  exemptions: [],
}
