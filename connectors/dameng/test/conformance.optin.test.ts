import { describeConformance } from '@berth/conformance/vitest'
import { describe, expect, test } from 'vitest'
import { familyAddress } from '../../../test/servers/oracle-family-target.ts'
import { connector } from '../src/index.ts'
import { damengTarget } from './target.ts'

const address = familyAddress('DAMENG_ADDRESS')

if (address === undefined) {
  describe.runIf(false)('Dameng (opt-in: DAMENG_ADDRESS=host:port:user:password)', () => {
    test('needs a server', () => expect.unreachable())
  })
} else {
  describeConformance(connector, { target: () => damengTarget(address) })
}
