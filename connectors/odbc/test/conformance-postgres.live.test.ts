import { describeConformance } from '@berth/conformance/vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { PostgresServer } from '../../../test/servers/postgres-server.ts'
import { postgresTarget } from '../../postgres/test/target.ts'
import { connector } from '../src/index.ts'
import { postgresOptions } from './options.ts'

describeServer('odbc', 'PostgreSQL through ODBC', ({ postgresql }) => {
  describeServer('postgres', 'with a server', ({ main }) => {
    const target = async () => {
      const name = 'odbc_kit'
      return {
        ...(await postgresTarget(new PostgresServer(main), name, 'SQL_ASCII')),
        options: postgresOptions(postgresql, main, name),
        line: {
          host: main.host,
          port: main.port,
          through: (host: string, port: number) => ({
            attributes: postgresOptions(postgresql, { ...main, host, port }, name)['attributes'],
          }),
        },
        program: {
          module: new URL('../src/index.ts', import.meta.url).href,
          options: { ...postgresOptions(postgresql, main, name), password: main.password },
        },
      }
    }
    describeConformance(connector, {
      target,
      record: { file: new URL('../conformance/postgresql.json', import.meta.url) },
    })
  })
})
