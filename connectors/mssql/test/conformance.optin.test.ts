import { describeConformance } from '@berth/conformance/vitest'
import { describe } from 'vitest'
import { connector } from '../src/index.ts'
import { liveAddress, liveTarget } from './live-target.ts'

const address = liveAddress()

describe.runIf(address !== undefined)(`SQL Server${address === undefined ? ' (no MSSQL_ADDRESS)' : ''}`, () => {
  describeConformance(connector, {
    target: async () => {
      if (address === undefined) throw new TypeError('no address')
      return await liveTarget(address)
    },
  })
})
