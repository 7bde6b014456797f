import type { ConnectorManifest } from '@berth/core'
import { maxLookupKeys } from '@berth/sql'
import { catalogueTexts } from './catalogue.ts'
import { options } from './options.ts'

/** What the MySQL connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'mysql',
  contract: 1,
  title: { zh: 'MySQL / MariaDB 数据库', en: 'MySQL or MariaDB database' },
  driver: { package: 'mysql2', range: '^3.24.6' },
  testedServers: ['MariaDB 10.11.19'],
  options,
  capabilities: {
    describe: { comments: true, procedures: true, rowCounts: true, asks: Object.values(catalogueTexts) },
    lookup: { maxKeys: maxLookupKeys },
    scan: { resume: true },
    changes: { column: true, outbox: true, deletes: true },
    apply: { insert: true, upsert: true, deletes: true, dryRun: true, undo: true },
    invoke: { idempotent: true },
    text: { charsetPerColumn: true },
  },
  exemptions: [],
}
