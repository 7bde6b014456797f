import { describeConformance } from '@berth/conformance/vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { fileTarget } from '../../file/test/target.ts'
import { connector } from '../src/index.ts'

describeServer('sftp', 'OpenSSH', ({ host, port, user, privateKey, hostKey, folder }) => {
  describeConformance(connector, {
    target: async () => {
      const target = await fileTarget(folder)
      const options = { host, port, user, privateKey, hostKey, ...target.options }
      return {
        ...target,
        options,
        line: { host, port, through: (toHost, toPort) => ({ host: toHost, port: toPort }) },
        program: { module: new URL('../src/index.ts', import.meta.url).href, options },
      }
    },
    record: { file: new URL('../conformance/openssh.json', import.meta.url) },
  })
})
