// The same with node:test, a test for each case: npm test. With vitest it is one call of describeConformance.
import { after, test } from 'node:test'
import { connectorCases, connectorKit, runCase } from '@berth/conformance'
import { connector } from './connector.js'
import { ledgerTarget } from './target.js'

const target = await ledgerTarget()
const kit = connectorKit(connector, { target })
const seed = Number(process.env.BERTH_SEED ?? Date.now() % 0xffffffff)
after(() => target.close())

for (const tried of connectorCases)
  test(`${tried.id} (${tried.clause}), seed ${seed}`, async () => {
    const { outcome, message, error } = await runCase(kit, tried, seed)
    if (outcome === 'failed') throw new Error(message, { cause: error })
  })
