import type { ConnectorManifest } from '@berth/core'
import { maxLookupKeys } from '@berth/sql'
import { options } from './options.ts'
import { asks } from './questions.ts'

/** What the Firebird connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'firebird',
  contract: 1,
  title: { zh: 'Firebird 数据库', en: 'Firebird database' },
  driver: { package: 'node-firebird', range: '~2.17.1' },
  testedServers: ['Firebird 3.0.11'],
  options,
  capabilities: {
    describe: { comments: true, procedures: true, rowCounts: true, asks },
    lookup: { maxKeys: maxLookupKeys },
    scan: { resume: true },
    changes: { column: true, outbox: true, deletes: true },
    apply: { insert: true, upsert: true, deletes: true, dryRun: true, undo: true },
    invoke: { idempotent: true },
    text: { charsetPerColumn: true },
  },
  exemptions: [],
}
