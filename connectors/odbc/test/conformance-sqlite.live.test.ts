import { describeConformance } from '@berth/conformance/vitest'
import { type Connector, defineConnector } from '@berth/core'
import { describeServer } from '../../../test/servers/live.ts'
import { connector, manifest, type OdbcOptions } from '../src/index.ts'
import { sqliteTarget } from './sqlite-target.ts'

const { describe: _, ...capabilities } = manifest.capabilities

/** SQLite keeps no comments. */
const withoutComments: Connector<OdbcOptions> = defineConnector<OdbcOptions>({
  manifest: { ...manifest, capabilities: { ...capabilities, describe: {} } },
  open: (options, context) => connector.open(options, context),
})

describeServer('odbc', 'SQLite through ODBC', ({ sqlite }) => {
  describeConformance(withoutComments, {
    target: () => sqliteTarget(sqlite),
    record: { file: new URL('../conformance/sqlite.json', import.meta.url) },
  })
})
