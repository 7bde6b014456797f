import { describeConformance } from '@berth/conformance/vitest'
import { describeMariadb } from '../../../test/servers/live.ts'
import { connector } from '../src/index.ts'
import { mariadbTarget } from './target.ts'

describeMariadb('MariaDB', (server) => {
  describeConformance(connector, {
    target: () => mariadbTarget(server, 'conformance'),
    record: { file: new URL('../conformance/mariadb.json', import.meta.url) },
  })
})
