import { describeConformance } from '@berth/conformance/vitest'
import { Secret } from '@berth/core'
import { describeServer } from '../../../test/servers/live.ts'
import { fileTarget } from '../../file/test/target.ts'
import { connector } from '../src/index.ts'

describeServer('ftp', 'ProFTPD', ({ host, ports, user, password, caFile, folder }) => {
  describeConformance(connector, {
    target: async () => {
      const target = await fileTarget(folder)
      const login = { host, port: ports.explicit, user, caFile }
      return {
        ...target,
        options: { ...login, password: new Secret(password), ...target.options },
        line: { host, port: ports.explicit, through: (toHost, toPort) => ({ host: toHost, port: toPort }) },
        program: {
          module: new URL('../src/index.ts', import.meta.url).href,
          options: { ...login, password, ...target.options },
        },
      }
    },
    record: { file: new URL('../conformance/proftpd.json', import.meta.url) },
  })
})
