import type { ConnectorManifest } from '@berth/core'
import { maxLookupKeys } from '@berth/sql'
import { columnQuery, keyQuery, relationQuery } from './catalogue.ts'
import { options } from './options.ts'
import { procedureQuery } from './procedure-catalogue.ts'

/** What the PostgreSQL connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'postgres',
  contract: 1,
  title: { zh: 'PostgreSQL 数据库（含人大金仓、openGauss）', en: 'PostgreSQL database, KingbaseES, openGauss' },
  driver: { package: 'pg', range: '^8.23.1' },
  testedServers: ['PostgreSQL 15.18'],
  options,
  capabilities: {
    describe: {
      comments: true,
      procedures: true,
      rowCounts: true,
      asks: [relationQuery, columnQuery, keyQuery, procedureQuery],
    },
    lookup: { maxKeys: maxLookupKeys },
    scan: { resume: true },
    changes: { column: true, log: true, outbox: true, deletes: true },
    apply: { insert: true, upsert: true, deletes: true, dryRun: true, undo: true },
    invoke: { idempotent: true },
    text: { charsetPerColumn: true },
  },
  exemptions: [],
}
