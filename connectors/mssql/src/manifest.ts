import type { ConnectorManifest } from '@berth/core'
import { maxLookupKeys } from '@berth/sql'
import { options } from './options.ts'
import { asks } from './questions.ts'

/** What the SQL Server connector says of itself. No SQL Server is among the servers it was run against. */
export const manifest: ConnectorManifest = {
  name: 'mssql',
  contract: 1,
  title: { zh: 'SQL Server 数据库', en: 'SQL Server database' },
  driver: { package: 'tedious', range: '^20.3.9' },
  testedServers: [],
  options,
  capabilities: {
    describe: { comments: true, procedures: true, rowCounts: true, asks },
    lookup: { maxKeys: maxLookupKeys },
    scan: { resume: true },
    changes: { column: true, log: true, outbox: true, deletes: true },
    apply: { insert: true, upsert: true, deletes: true, dryRun: true, undo: true },
    invoke: { idempotent: true },
    text: { charsetPerColumn: true },
  },
  exemptions: [],
}
