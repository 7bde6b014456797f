import { describeConformance } from '@berth/conformance/vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { fileTarget } from '../../file/test/target.ts'
import { connector } from '../src/index.ts'

describeServer('sftp', 'OpenSSH', ({ host, port, user, privateKey, hostKey, folder }) => {
  describeConformance(connector, {
    target: async () => {
      const target = await fileTarget(folder)
      return { ...target, options: { host, port, user, privateKey, hostKey, ...target.options } }
    },
  })
})
