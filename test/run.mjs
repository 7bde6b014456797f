// npm test: installs what is missing, starts private servers, runs every test, stops the servers.
// .ci/run adds --ci: lint, types, packaging and docs checks too, and a server that cannot be had is a failure.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { checks } from './checks.mjs'
import { ensureToolchain, root, run } from './toolchain.mjs'

const ci = process.argv.includes('--ci')
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const node = ensureToolchain()
const { installServers } = await import('./servers/install.mjs')
const { failuresOf, runTests } = await import('./lanes.mjs')
const work = path.join(root, 'test', '.work')
rmSync(path.join(work, 'servers-unavailable'), { recursive: true, force: true })
const counts = { passed: 0, failed: 0, skipped: 0 }
const failures = []

async function check(entry) {
  const started = Date.now()
  const problem = await entry.run({ node, run })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  if (problem === undefined) counts.passed++
  else {
    counts.failed++
    failures.push(`${entry.name}\n${problem}`)
  }
  console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} ${entry.name} (${seconds} s)`)
}

async function tests() {
  await installServers()
  let passed = 0
  for (const lane of await runTests({ ci })) {
    const failed = failuresOf(lane)
    failures.push(...failed)
    passed += lane.report?.numPassedTests ?? 0
    counts.failed += failed.length
    counts.skipped += (lane.report?.numPendingTests ?? 0) + (lane.report?.numTodoTests ?? 0)
  }
  counts.passed += passed
  if (passed === 0) {
    counts.failed++
    failures.push('no test passed at all')
  }
}

const chosen = ci ? checks.filter((entry) => only.length === 0 || only.includes(entry.name)) : []
for (const entry of chosen.filter(({ besideTests }) => !besideTests)) await check(entry)
const beside = chosen.filter(({ besideTests }) => besideTests).map(check)
if (only.length === 0 || only.includes('tests')) await tests()
await Promise.all(beside)

const unavailable = path.join(work, 'servers-unavailable')
for (const file of existsSync(unavailable) ? readdirSync(unavailable) : []) {
  for (const server of JSON.parse(readFileSync(path.join(unavailable, file), 'utf8')))
    console.log(`not run: live tests of ${server.name}: ${server.reason}`)
}
for (const variable of ['MSSQL_ADDRESS', 'ORACLE_ADDRESS', 'DAMENG_ADDRESS'])
  if (!process.env[variable]) console.log(`not run: the opt-in suite of ${variable} (npm run test:opt-in)`)
if (ci && counts.skipped > 0) {
  counts.failed++
  failures.push(`${counts.skipped} tests were skipped; in CI a skip is a failure`)
}
for (const failure of failures) console.error(`\n--- ${failure}`)
console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
)
process.exit(counts.failed === 0 ? 0 : 1)
