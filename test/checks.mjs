// What .ci/run checks beside the tests. Each check returns undefined, or what is wrong as a text.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { proveBundle } from './bundle/prove.mjs'
import { tryScaffolds } from './packed/try-scaffolds.mjs'
import { changesetProblems } from './release/changed-packages.mjs'
import { packRelease } from './release/pack-release.mjs'
import { publishedPackages } from './release/published-packages.mjs'
import { root, run } from './toolchain.mjs'

const tool = (name) => path.join(root, 'node_modules', '.bin', name)

async function command(name, parameters, options = {}) {
  const { code, output } = await run(name, parameters, { capture: true, ...options })
  return code === 0
    ? undefined
    : `${path.basename(name)} ${parameters.join(' ')} ended with ${code}\n${output.slice(-6000)}`
}

async function packedConsumer({ node }) {
  const work = mkdtempSync(path.join(tmpdir(), 'berth-consumer-'))
  try {
    // As the next release would be: a version that a package or a template still expects elsewhere is found here.
    const release = await packRelease({ scratch: path.join(work, 'tree'), out: path.join(work, 'tarballs') })
    const folder = path.join(work, 'consumer')
    mkdirSync(folder)
    const packages = publishedPackages(root)
    const tarballs = release.map(({ tarball }) => tarball)
    const peers = Object.fromEntries(
      packages.flatMap(({ manifest }) =>
        manifest.devDependencies?.['node-firebird']
          ? [['node-firebird', manifest.devDependencies['node-firebird']]]
          : [],
      ),
    )
    writeFileSync(
      path.join(folder, 'package.json'),
      JSON.stringify({ private: true, type: 'module', dependencies: peers }),
    )
    const installed = await command('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs], {
      cwd: folder,
    })
    if (installed !== undefined) return installed
    const names = packages.map(({ manifest }) => manifest.name).filter((name) => name !== '@berth/cli')
    const script = `for (const name of ${JSON.stringify(names)}) { const loaded = await import(name); if (Object.keys(loaded).length === 0) throw new Error(name + ' exports nothing') }`
    const imported = await command(node, ['--input-type=module', '-e', script], { cwd: folder })
    if (imported !== undefined) return imported
    return (
      (await tryScaffolds(node, folder)) ??
      (await checkByPipeline(node, folder)) ??
      (await tryThirdPartyConnector(node, folder)) ??
      (await proveBundle(node, folder))
    )
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** The pipeline that comes with a docking is run as a CI system runs it, beside the packed command: it passes, and leaves its reports. */
async function checkByPipeline(node, folder) {
  const bin = path.join(folder, 'node_modules', '.bin')
  const docking = path.join(folder, 'files')
  const env = { ...process.env, PATH: [bin, path.dirname(node), process.env.PATH].join(path.delimiter) }
  const checked = await command('sh', [path.join(docking, 'ci', 'check.sh')], { env })
  if (checked !== undefined) return checked
  const missing = ['report.json', 'report.html', 'junit.xml', 'findings.sarif', 'badge.svg'].filter(
    (file) => !existsSync(path.join(docking, 'berth-report', file)),
  )
  return missing.length === 0 ? undefined : `ci/check.sh has not written ${missing.join(', ')}`
}

/** A connector that is no part of the repository is tried by the packed kit, and gets its report; with a fault in it, it fails. */
async function tryThirdPartyConnector(node, folder) {
  const home = path.join(folder, 'third-party')
  cpSync(path.join(root, 'examples', 'third-party'), home, { recursive: true, filter: (file) => !/test$/.test(file) })
  const passed = await command(node, ['conformance.js'], { cwd: home })
  if (passed !== undefined) return passed
  const report = path.join(home, 'report', 'ledger.json')
  const { reached, subject } = JSON.parse(readFileSync(report, 'utf8'))
  if (reached !== 'full' || subject.digests['connector-ledger@1.0.0'] === undefined) return `${report}: ${reached}`
  if (!existsSync(path.join(home, 'report', 'ledger.html'))) return 'no page was written'
  const connector = path.join(home, 'connector.js')
  const whole = readFileSync(connector, 'utf8')
  const faulty = whole.replace('if (rows.length > 0) yield { fields, rows }', '')
  if (faulty === whole) return 'the fault does not fit the connector any more'
  writeFileSync(connector, faulty)
  const { code } = await run(node, ['conformance.js'], { capture: true, cwd: home })
  if (code !== 1) return `a connector that loses its last rows ended with ${code}`
  const failures = JSON.parse(readFileSync(report, 'utf8')).results.filter(({ outcome }) => outcome === 'failed')
  return failures.some(({ clause, owner }) => clause === 'SCN-1' && owner.id === 'connector')
    ? undefined
    : 'no failure names SCN-1 and the author of the connector'
}

/** The pages are built as they are published: every link leads somewhere, and nothing is fetched from elsewhere. */
async function docsSite({ node }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-site-'))
  try {
    return await command(node, [path.join(root, 'docs', '.vitepress', 'build.ts'), folder], { cwd: root })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const checks = [
  { name: 'lint', run: () => command(tool('biome'), ['ci', '--colors=off', '--error-on-warnings', '.']) },
  {
    name: 'build',
    run: () => command(tool('turbo'), ['run', 'build', '--concurrency=2', '--output-logs=errors-only']),
  },
  { name: 'types of tests', run: () => command(tool('tsc'), ['-p', 'test/tsconfig.json']) },
  {
    name: 'package checks',
    run: () => command(tool('turbo'), ['run', 'package-check', '--concurrency=2', '--output-logs=errors-only']),
  },
  { name: 'docs site', run: docsSite },
  // It works in copies, and waits for much: the tests go on beside it.
  { name: 'packed consumer', besideTests: true, run: packedConsumer },
  { name: 'changesets', run: async () => changesetProblems(root) },
]
