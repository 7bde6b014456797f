import type { ConnectorManifest } from '@berth/core'
import { maxLookupKeys } from '@berth/sql'
import { options } from './options.ts'
import { questions } from './questions.ts'

/** What the Oracle connector says of itself. It has not been run against a live server. */
export const manifest: ConnectorManifest = {
  name: 'oracle',
  contract: 1,
  title: { zh: 'Oracle 数据库（未经真实服务器验证）', en: 'Oracle database (not run against a live server)' },
  driver: { package: 'oracledb', range: '^26.0.0' },
  testedServers: [],
  options,
  capabilities: {
    describe: { comments: true, procedures: true, rowCounts: true, asks: Object.values(questions(false).all) },
    lookup: { maxKeys: maxLookupKeys },
    scan: { resume: true },
    changes: { column: true, outbox: true, deletes: true },
    apply: { insert: true, upsert: true, deletes: true, dryRun: true, undo: true },
    invoke: { idempotent: true },
    text: { charsetPerColumn: true },
  },
  exemptions: [],
}
