// Tries the connector with the conformance kit and writes the report. On the sample: npm run conformance; on the real system:
// npm run conformance:real. Ends with 1 where a case fails, or where there is no system to try.
import { readFileSync } from 'node:fs'
import { digestPackage, runConformance, writeRun } from '@berth/conformance'
import { connector } from './connector.js'

const real = process.argv.includes('--real')
const { name, version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))
const place = real ? './test/real-target.js' : './test/sample-target.js'
const { openTarget } = await import(place)
let target
try {
  target = await openTarget()
} catch (error) {
  console.error(`not tried: ${error.message}`)
  process.exit(1)
}
const digests = { [`${name}@${version}`]: await digestPackage(import.meta.dirname) }
const run = await runConformance(connector, { target, digests })
await target.close()

// A level that was reached on the sample says that the kit is wired, and nothing of a system: its report is called so.
const report = real ? connector.manifest.name : `${connector.manifest.name}-sample`
for (const file of await writeRun(run, 'report', { name: report })) console.log(file)
for (const { id, clause, message } of run.results.filter(({ outcome }) => outcome === 'failed'))
  console.log(`failed: ${id} (${clause}): ${message}`)
console.log(`level ${run.reached}: ${run.counts.passed} passed, ${run.counts.failed} failed, seed ${run.seed}`)
process.exitCode = run.counts.failed === 0 ? 0 : 1
