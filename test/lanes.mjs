// How the tests are run: two lanes side by side, the one with servers and the one without.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { serverNames } from './servers/install.mjs'
import { root, run } from './toolchain.mjs'

const work = path.join(root, 'test', '.work')

const lanes = [
  { name: 'offline', projects: ['offline', 'journey'] },
  // All servers, whatever the environment leaves out.
  { name: 'live', projects: ['live'], servers: serverNames.join(',') },
]

/** Runs all tests. Returns what each lane came to: its exit code and vitest's own report, null when there is none. */
export async function runTests({ ci }) {
  mkdirSync(work, { recursive: true })
  return await Promise.all(lanes.map((lane) => runLane(lane, ci)))
}

async function runLane({ name, projects, servers }, ci) {
  const results = path.join(work, `${name}.json`)
  rmSync(results, { force: true })
  const parameters = ['run', '--config', 'test/vitest.config.ts', ...projects.map((project) => `--project=${project}`)]
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${results}`]
  const started = Date.now()
  const { code, output } = await run(path.join(root, 'node_modules', '.bin', 'vitest'), [...parameters, ...reporters], {
    capture: true,
    env: { ...(ci ? { CI: 'true' } : {}), ...(servers === undefined ? {} : { BERTH_SERVERS: servers }) },
  })
  const seconds = ((Date.now() - started) / 1000).toFixed(0)
  let report = null
  try {
    report = JSON.parse(readFileSync(results, 'utf8'))
  } catch {
    // vitest ended before it could report: its exit code and its output tell.
  }
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} tests: ${name} (${seconds} s)`)
  return { name, code, output, report }
}

/** What failed, in words. */
export function failuresOf({ name, code, output, report }) {
  const failures = (report?.testResults ?? []).flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map(
        ({ fullName, failureMessages }) =>
          `${path.relative(root, file.name)}: ${fullName}\n${failureMessages.join('\n').slice(0, 3000)}`,
      ),
  )
  if (code === 0 || failures.length > 0) return failures
  return [`${name}: vitest ended with exit code ${code} although no test failed\n${output.slice(-6000)}`]
}
