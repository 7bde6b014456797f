import { describeConformance } from '@berth/conformance/vitest'
import { describe, expect, test } from 'vitest'
import { familyAddress } from '../../../test/servers/oracle-family-target.ts'
import { connector } from '../src/index.ts'
import { oracleTarget } from './target.ts'

const address = familyAddress('ORACLE_ADDRESS')

if (address === undefined) {
  describe.runIf(false)('Oracle (opt-in: ORACLE_ADDRESS=host:port:user:password:service)', () => {
    test('needs a server', () => expect.unreachable())
  })
} else {
  describeConformance(connector, { target: () => oracleTarget(address) })
}
