import { describeConformance } from '@berth/conformance/vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { MariadbServer } from '../../../test/servers/mariadb-server.ts'
import { mariadbTarget } from '../../mysql/test/target.ts'
import { connector } from '../src/index.ts'
import { mariadbOptions } from './options.ts'

describeServer('odbc', 'MariaDB through ODBC', ({ mariadb }) => {
  describeServer('mariadb', 'with a server', (server) => {
    const target = async () => {
      const name = 'odbc_kit'
      return {
        ...(await mariadbTarget(new MariadbServer(server), name)),
        options: mariadbOptions(mariadb, server, name),
        line: {
          host: server.host,
          port: server.port,
          through: (host: string, port: number) => ({
            attributes: mariadbOptions(mariadb, { ...server, host, port }, name)['attributes'],
          }),
        },
        program: {
          module: new URL('../src/index.ts', import.meta.url).href,
          options: { ...mariadbOptions(mariadb, server, name), password: server.password },
        },
      }
    }
    describeConformance(connector, {
      target,
      record: { file: new URL('../conformance/mariadb.json', import.meta.url) },
    })
  })
})
