import { describeConformance } from '@berth/conformance/vitest'
import { Secret } from '@berth/core'
import { describeServer } from '../../../test/servers/live.ts'
import { fileTarget } from '../../file/test/target.ts'
import { connector } from '../src/index.ts'

describeServer('ftp', 'ProFTPD', ({ host, ports, user, password, caFile, folder }) => {
  describeConformance(connector, {
    target: async () => {
      const target = await fileTarget(folder)
      const login = { host, port: ports.explicit, user, password: new Secret(password), caFile }
      return { ...target, options: { ...login, ...target.options } }
    },
  })
})
