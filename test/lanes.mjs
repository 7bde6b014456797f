// How the tests are run: two lanes side by side, the one with servers and the one without. Servers of a step are its own, so that
// no suite sees the connections of another.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { serverNames } from './servers/install.mjs'
import { root, run } from './toolchain.mjs'

const work = path.join(root, 'test', '.work')
const liveFiles = ['packages', 'connectors', 'examples', 'test'].flatMap((folder) => filesBelow(folder))
/** Every other server is one of the last step, so that a new one is left out by no one. */
const ofFirstStep = ['firebird', 'mariadb']
const withFirebirdOrMariadb = (file) => /firebird|mysql|mariadb|\/hang\./.test(file)

/** The steps of each lane, one after the other. A file of a server that its step has not is skipped, and counted. */
const lanes = [
  [{ name: 'offline', projects: ['offline', 'journey'] }],
  [
    {
      name: 'live on Firebird and MariaDB',
      projects: ['live'],
      files: liveFiles.filter(withFirebirdOrMariadb),
      servers: [...ofFirstStep, 'odbc'].join(','),
    },
    {
      name: 'live on all others',
      projects: ['live'],
      files: liveFiles.filter((file) => !withFirebirdOrMariadb(file)),
      servers: serverNames.filter((name) => !ofFirstStep.includes(name)).join(','),
    },
  ],
]

function filesBelow(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`
    if (entry.isDirectory()) return ['node_modules', 'dist', '.work'].includes(entry.name) ? [] : filesBelow(name)
    return name.endsWith('.live.test.ts') ? [name] : []
  })
}

/** Runs all tests. Returns what each step came to: its exit code and vitest's own report, null when there is none. */
export async function runTests({ ci }) {
  mkdirSync(work, { recursive: true })
  const steps = await Promise.all(lanes.map((lane) => inTurn(lane, (step) => runStep(step, ci))))
  return steps.flat()
}

async function inTurn(items, work_) {
  const results = []
  for (const item of items) results.push(await work_(item))
  return results
}

async function runStep({ name, projects, files = [], servers }, ci) {
  const results = path.join(work, `${name.replaceAll(' ', '-')}.json`)
  rmSync(results, { force: true })
  const parameters = ['run', '--config', 'test/vitest.config.ts', ...projects.map((project) => `--project=${project}`)]
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${results}`]
  const started = Date.now()
  const { code, output } = await run(
    path.join(root, 'node_modules', '.bin', 'vitest'),
    [...parameters, ...reporters, ...files],
    {
      capture: true,
      env: { ...(ci ? { CI: 'true' } : {}), ...(servers === undefined ? {} : { BERTH_SERVERS: servers }) },
    },
  )
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
