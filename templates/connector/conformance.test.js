// The kit as tests, one a case: npm test. On the sample, and on the real system where {{variable}}_ADDRESS says where that is.
import { after, test } from 'node:test'
import { connectorCases, connectorKit, runCase } from '@berth/conformance'
import { connector } from '../connector.js'
import { openTarget as openReal } from './real-target.js'
import { openTarget as openSample } from './sample-target.js'

const seed = Number(process.env.BERTH_SEED ?? Date.now() % 0xffffffff)
const systems = process.env['{{variable}}_ADDRESS'] === undefined ? { openSample } : { openSample, openReal }

for (const [system, open] of Object.entries(systems)) {
  const target = await open()
  const kit = connectorKit(connector, { target })
  after(() => target.close())
  for (const tried of connectorCases)
    test(`${system.slice(4)}: ${tried.id} (${tried.clause}), seed ${seed}`, async (each) => {
      const { outcome, message, error } = await runCase(kit, tried, seed)
      if (outcome === 'failed') throw new Error(message, { cause: error })
      if (outcome !== 'passed') each.skip(message)
    })
}
