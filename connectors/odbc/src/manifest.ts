import type { ConnectorManifest } from '@berth/core'
import { maxLookupKeys } from '@berth/sql'
import { asks } from './catalogue.ts'
import { options } from './options.ts'

/** What the ODBC connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'odbc',
  contract: 1,
  title: { zh: 'ODBC 数据源', en: 'ODBC data source' },
  driver: { package: 'odbc', range: '^2.6.0' },
  testedServers: [
    'unixODBC 2.3.11 with PostgreSQL 15 (psqlodbc 13)',
    'unixODBC 2.3.11 with MariaDB 10.11 (Connector/ODBC 3.1.15)',
    'unixODBC 2.3.11 with SQLite 3.40 (sqliteodbc 0.9998)',
  ],
  options,
  capabilities: {
    describe: { comments: true, rowCounts: true, asks },
    lookup: { maxKeys: maxLookupKeys },
    scan: { resume: true },
    changes: { column: true, outbox: true, deletes: true },
    apply: { insert: true, upsert: true, deletes: true, dryRun: true, undo: true },
    invoke: { idempotent: true },
    text: { charsetPerColumn: true },
  },
  exemptions: [],
}
