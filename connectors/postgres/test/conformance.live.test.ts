import { describeConformance } from '@berth/conformance/vitest'
import { defineConnector } from '@berth/core'
import { describePostgres } from '../../../test/servers/live.ts'
import { connector } from '../src/index.ts'
import { postgresTarget } from './target.ts'

// In a database of SQL_ASCII columns can hold any bytes, so that one of them may be in GBK and the next in Big5.
describePostgres('PostgreSQL, SQL_ASCII', (server) => {
  describeConformance(connector, {
    target: () => postgresTarget(server, 'conformance', 'SQL_ASCII'),
    record: { file: new URL('../conformance/sql-ascii.json', import.meta.url) },
  })
})

// In one of UTF8 they cannot; there the server itself knows what text is. What that decides is tried there too.
const decidedByText = [
  'TXT-1',
  'TXT-2',
  'TYP-1',
  'TYP-2',
  'LKP-1',
  'CAP-2',
  'describe',
  'lookup',
  'apply/undo-values',
  'line/damaged',
]

describePostgres('PostgreSQL, UTF8', (server) => {
  const { text: _, ...capabilities } = connector.manifest.capabilities
  const manifest = { ...connector.manifest, capabilities }
  const utf8 = defineConnector({ ...connector, manifest })
  describeConformance(utf8, {
    target: () => postgresTarget(server, 'conformance_utf8', 'UTF8'),
    only: decidedByText,
  })
})
