// Tries the connector with the kit and writes the report: npm run conformance. Ends with 1 where a case fails.
import { digestPackage, runConformance, writeRun } from '@berth/conformance'
import { connector } from './connector.js'
import { ledgerTarget } from './target.js'

const target = await ledgerTarget()
const digests = { 'connector-ledger@1.0.0': await digestPackage(import.meta.dirname) }
const run = await runConformance(connector, { target, digests })
await target.close()

for (const file of await writeRun(run, 'report', { name: 'ledger' })) console.log(file)
for (const { id, clause, message } of run.results.filter(({ outcome }) => outcome === 'failed'))
  console.log(`failed: ${id} (${clause}): ${message}`)
console.log(`level ${run.reached}: ${run.counts.passed} passed, ${run.counts.failed} failed, seed ${run.seed}`)
process.exitCode = run.counts.failed === 0 ? 0 : 1
