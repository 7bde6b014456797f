import type { ConnectorManifest } from '@berth/core'
import { maxLookupKeys } from '@berth/sql'
import { options } from './options.ts'

/** What the Firebird connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'firebird',
  contract: 1,
  title: { zh: 'Firebird 数据库', en: 'Firebird database' },
  driver: { package: 'node-firebird', range: '~2.17.1' },
  testedServers: ['Firebird 3.0.11'],
  options,
  capabilities: {
    describe: { comments: true },
    lookup: { maxKeys: maxLookupKeys },
    scan: { resume: true },
    changes: { column: true },
    apply: { insert: true, upsert: true },
    text: { charsetPerColumn: true },
  },
  deviations: [],
}
