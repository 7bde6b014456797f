// npm test: installs what is missing, starts private servers, runs every test, stops the servers.
// .ci/run adds --ci: lint, types, packaging and docs checks too, and a server that cannot be had is a failure.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { checks } from './checks.mjs'
import { ensureToolchain, root, run } from './toolchain.mjs'

const ci = process.argv.includes('--ci')
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const node = ensureToolchain()
const { installServers } = await import('./servers/install.mjs')
const work = path.join(root, 'test', '.work')
const results = path.join(work, 'vitest.json')
const unavailable = path.join(work, 'servers-unavailable.json')
rmSync(results, { force: true })
rmSync(unavailable, { force: true })
const counts = { passed: 0, failed: 0, skipped: 0 }
const failures = []

if (ci) {
  for (const check of checks.filter((entry) => only.length === 0 || only.includes(entry.name))) {
    const started = Date.now()
    const problem = await check.run({ node, run })
    const seconds = ((Date.now() - started) / 1000).toFixed(1)
    if (problem === undefined) counts.passed++
    else {
      counts.failed++
      failures.push(`${check.name}\n${problem}`)
    }
    console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} ${check.name} (${seconds} s)`)
  }
}

if (only.length === 0 || only.includes('tests')) {
  await installServers()
  const parameters = [
    'run',
    '--config',
    'test/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
  ]
  const { code } = await run(
    path.join(root, 'node_modules', '.bin', 'vitest'),
    parameters,
    ci ? { env: { CI: 'true' } } : {},
  )
  const report = existsSync(results)
    ? JSON.parse(readFileSync(results, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 }
  counts.passed += report.numPassedTests
  counts.failed += report.numFailedTests
  counts.skipped += report.numPendingTests + (report.numTodoTests ?? 0)
  if (code !== 0 && report.numFailedTests === 0) {
    counts.failed++
    failures.push(`vitest ended with exit code ${code} although no test failed: see its output above`)
  }
  if (report.numPassedTests === 0) {
    counts.failed++
    failures.push('no test passed at all')
  }
}

const missing = existsSync(unavailable) ? JSON.parse(readFileSync(unavailable, 'utf8')) : []
for (const server of missing) console.log(`not run: live tests of ${server.name}: ${server.reason}`)
if (ci && counts.skipped > 0) {
  counts.failed++
  failures.push(`${counts.skipped} tests were skipped; in CI a skip is a failure`)
}
for (const failure of failures) console.error(`\n--- ${failure}`)
console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
)
process.exit(counts.failed === 0 ? 0 : 1)
