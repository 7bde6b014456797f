// npm run release:dry: everything of a release but the publishing. With --canary that of a try, with --as-is that of versions which
// are raised already; with --out FOLDER what was made is kept.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root, run } from '../toolchain.mjs'
import { licenceProblems, licenceTable, usedLicences } from './licences.mjs'
import { packRelease } from './pack-release.mjs'
import { bomOf, bomProblem } from './sbom.mjs'

const versions = ['canary', 'as-is'].find((each) => process.argv.includes(`--${each}`)) ?? 'next'
const kept = process.argv.includes('--out')
  ? path.resolve(process.argv[process.argv.indexOf('--out') + 1] ?? '.')
  : undefined
const work = mkdtempSync(path.join(tmpdir(), 'berth-release-'))
const out = kept ?? path.join(work, 'out')
const problems = []

async function check(what, command, words, cwd = work) {
  const { code, output } = await run(command, words, { capture: true, cwd })
  if (code !== 0) problems.push(`${what}\n${output.slice(-2000)}`)
}

async function checkTarball({ name, tarball }) {
  const tool = (each) => path.join(root, 'node_modules', '.bin', each)
  await check(`publint of ${name}`, tool('publint'), ['--strict', tarball])
  await check(`attw of ${name}`, tool('attw'), [tarball, '--profile', 'esm-only'])
}

async function installAll(plan) {
  const home = path.join(work, 'installed')
  mkdirSync(home)
  writeFileSync(path.join(home, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts']
  await check(
    'the installation of the tarballs',
    'npm',
    ['install', ...quiet, ...plan.map(({ tarball }) => tarball)],
    home,
  )
  const script = `for (const name of ${JSON.stringify(plan.map(({ name }) => name))}) if (name !== '@berth/cli') await import(name)`
  await check('the import of every package', process.execPath, ['--input-type=module', '-e', script], home)
  await check('the command', path.join(home, 'node_modules', '.bin', 'berth'), ['--version'], home)
}

/** What was announced to go by a day that is over, and is there still: whoever makes the release takes it away, or moves the day. */
async function sayOverdue() {
  const { deprecations } = await import(path.join(root, 'packages', 'manifest', 'dist', 'index.js'))
  const today = new Date().toISOString().slice(0, 10)
  for (const { what, until } of deprecations.filter((each) => each.until < today)) {
    console.log(`announced to go by ${until} and still there: ${Object.values(what).join(' ')}`)
  }
}

async function writeBoms(plan) {
  const versions = Object.fromEntries(plan.map(({ name, to }) => [name, to]))
  for (const { name, folder, tarball } of plan) {
    const bom = bomOf(root, folder, versions)
    const problem = await bomProblem(bom)
    if (problem !== undefined) problems.push(`the bill of materials of ${name}\n${problem}`)
    writeFileSync(tarball.replace(/\.tgz$/, '.cdx.json'), bom)
  }
}

try {
  const waiting = readdirSync(path.join(root, '.changeset')).filter((file) => /^(?!README).*\.md$/.test(file)).length
  if (versions === 'as-is' && waiting > 0) {
    throw new Error(
      `${waiting} changesets wait: raise the versions first, with npm run release:version, and commit what it makes.`,
    )
  }
  console.log('Packing in a copy of the working tree ...')
  const plan = await packRelease({ scratch: path.join(work, 'tree'), out, versions })
  console.log(`Checking ${plan.length} tarballs ...`)
  for (const each of plan) await checkTarball(each)
  console.log('Installing them in an empty folder ...')
  await installAll(plan)
  await writeBoms(plan)
  await sayOverdue()
  const used = usedLicences(root)
  problems.push(...licenceProblems(used))
  writeFileSync(path.join(out, 'LICENCES.md'), licenceTable(used))
  writeFileSync(
    path.join(out, 'plan.json'),
    `${JSON.stringify(
      plan.map(({ tarball, ...rest }) => ({ ...rest, tarball: path.basename(tarball) })),
      null,
      2,
    )}\n`,
  )
  const published = versions === 'as-is' ? plan : plan.filter(({ from, to }) => from !== to)
  for (const { name, from, to, tarball } of published) {
    console.log(`${name.padEnd(30)} ${from} -> ${to}  ${(statSync(tarball).size / 1024).toFixed(0)} kB`)
  }
  console.log(
    `\n${published.length} packages would be published with the tag ${versions === 'canary' ? 'canary' : 'latest'}, ${plan.length - published.length} stay.` +
      (kept === undefined ? '' : `\nTarballs, bills of materials, licences and the plan are in ${out}.`),
  )
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error))
} finally {
  rmSync(work, { recursive: true, force: true })
}
for (const problem of problems) console.error(`\n--- ${problem}`)
process.exitCode = problems.length === 0 ? 0 : 1
