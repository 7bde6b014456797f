import type { ConnectorManifest } from '@berth/core'
import { maxLookupKeys } from '@berth/sql'
import { options } from './options.ts'
import { questions } from './questions.ts'

/** What the Dameng connector says of itself. It has not been run against a live server. */
export const manifest: ConnectorManifest = {
  name: 'dameng',
  contract: 1,
  title: { zh: '达梦数据库（未经真实服务器验证）', en: 'Dameng database (not run against a live server)' },
  driver: { package: 'dmdb', range: '^1.0.48286' },
  testedServers: [],
  options,
  capabilities: {
    describe: { comments: true, procedures: true, rowCounts: true, asks: Object.values(questions.all) },
    lookup: { maxKeys: maxLookupKeys },
    scan: { resume: true },
    changes: { column: true, outbox: true, deletes: true },
    apply: { insert: true, upsert: true, deletes: true, dryRun: true, undo: true },
    invoke: { idempotent: true },
  },
  exemptions: [],
}
