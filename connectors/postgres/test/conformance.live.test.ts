import { describeConformance } from '@berth/conformance/vitest'
import { describePostgres } from '../../../test/servers/live.ts'
import { connector } from '../src/index.ts'
import { postgresTarget } from './target.ts'

// In a database of SQL_ASCII columns can hold any bytes, so that one of them may be in GBK and the next in Big5.
describePostgres('PostgreSQL', (server) => {
  describeConformance(connector, { target: () => postgresTarget(server, 'conformance', 'SQL_ASCII') })
})
