// Run by prove.mjs in a network namespace without a route: `node without-network.mjs FOLDER ARCHIVE`. FOLDER has the packages that the
// platform and the consumer of this story run from; the department's machine has the archive and nothing else.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { citizenNumber, writeLegacyDatabase } from '../../packages/cli/test/legacy-database.ts'

const [folder, archive, canary] = process.argv.slice(2)
const rows = 200_000
const memoryBytes = 512 * 1024 * 1024
const address = 'http://127.0.0.1:18470'
const platformPort = 18480

const load = (file) => import(pathToFileURL(path.join(folder, 'node_modules', '@berth', file)).href)
const { PlatformClient } = await load('agent/dist/index.js')
const { startPlatform } = await load('platform/dist/index.js')
const { generateKey } = await load('trust/dist/index.js')
const { filesBelow, sumsOf } = await load('cli/dist/bundle/bundle-sums.js')

execFileSync('ip', ['link', 'set', 'lo', 'up'])
assert.equal(execFileSync('ip', ['route', 'show', 'table', 'main'], { encoding: 'utf8' }), '')
// An address for documentation (RFC 5737), by number: no name has to be looked up for it.
await assert.rejects(fetch('http://203.0.113.1/', { signal: AbortSignal.timeout(5000) }), (error) => {
  return error.cause?.code === 'ENETUNREACH'
})

const machine = path.join(folder, 'machine')
const prefix = path.join(machine, 'berth')
mkdirSync(machine)
execFileSync('tar', ['-xzf', archive, '-C', machine])
const first = path.join(machine, readdirSync(machine)[0])

/** Not while this process waits: the platform answers in it. */
async function execute(command, words, options = {}) {
  const child = spawn(command, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const [code] = await once(child, 'close')
  return { code, output }
}

async function install(from, ...words) {
  // As an operator's shell has it: none of the variables of this test, and a path of the system alone.
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', HOME: machine, LC_ALL: 'C.UTF-8' }
  const parameters = [path.join(from, 'install.sh'), '--prefix', prefix, '--no-service', '--port', '18470', ...words]
  return await execute('sh', parameters, { env, cwd: machine })
}

const current = () => path.basename(readlinkSync(path.join(prefix, 'current')))
async function berth(...words) {
  const { code, output } = await execute(path.join(prefix, 'bin', 'berth'), words)
  assert.equal(code, 0, output)
}

async function startAgent() {
  const agent = spawn(path.join(prefix, 'bin', 'start'), ['--log', 'warn'], { stdio: ['ignore', 'ignore', 'inherit'] })
  for (const end = Date.now() + 120_000; Date.now() < end; await wait(100)) {
    const answer = await fetch(`${address}/ready`).catch(() => undefined)
    if (answer?.status === 200) return agent
  }
  throw new Error('the agent did not get ready')
}

async function end(agent, signal) {
  agent.kill(signal)
  await once(agent, 'exit')
}

/** A file is linked into several bundles: the others keep what they have. */
function replace(file, text) {
  unlinkSync(file)
  writeFileSync(file, text)
}

/** Another bundle, as a change of its manifest would make it. */
async function changedBundle(version, change) {
  const to = path.join(machine, version)
  execFileSync('cp', ['-al', first, to])
  const manifest = path.join(to, 'docking', 'berth.yaml')
  const text = readFileSync(manifest, 'utf8')
  const changed = change(text.replace('version: 1.0.0', `version: ${version}`))
  assert.notEqual(changed, text)
  replace(manifest, changed)
  const facts = JSON.parse(readFileSync(path.join(to, 'bundle.json'), 'utf8'))
  const digest = createHash('sha256').update(changed).digest('hex')
  const made = { ...facts, id: `${version}-changed`, version, manifest: digest }
  replace(path.join(to, 'bundle.json'), JSON.stringify(made))
  replace(path.join(to, 'SHA256SUMS'), await sumsOf(to, await filesBelow(to)))
  return to
}

const found = await execute('grep', ['-rlF', canary, first])
assert.deepEqual(found, { code: 1, output: '' }, 'what must not come along')
const installed = await install(first)
assert.equal(installed.code, 0, installed.output)
writeLegacyDatabase(path.join(prefix, 'registry.db'), rows)
const registry = new DatabaseSync(path.join(prefix, 'registry.db'))
registry.exec('CREATE INDEX T_HYDJ_NF ON T_HYDJ (NF_SFZH)')
registry.close()

const platform = await startPlatform({ port: platformPort })
let agent
try {
  const { code } = await platform.administer.createEnrolmentCode({
    kind: 'system',
    id: 'civil.marriage',
    title: '婚姻登记系统',
  })
  await berth('publish', '--code', code)
  const consumer = generateKey('bureau.housing')
  const party = { kind: 'consumer', id: consumer.id, title: '住房公积金中心', clearance: 3 }
  const client = new PlatformClient({ url: platform.url, key: consumer })
  await client.enrol((await platform.administer.createEnrolmentCode(party)).code)
  const grant = { consumer: consumer.id, resource: 'civil.marriage/marriage', items: ['husbandId', 'registeredOn'] }
  await platform.administer.issueGrant({ ...grant, clearance: 3, purpose: 'housing-loan' })
  const lookup = async () => {
    const by = { husbandId: citizenNumber(7) }
    const { rows: found } = await client.ask('civil.marriage/marriage', { purpose: 'housing-loan', by })
    assert.equal(found[0]?.husbandId, citizenNumber(7))
    return found
  }

  agent = await startAgent()
  const answer = await lookup()

  // 200,000 rows are delivered by the schedule while questions are answered.
  const out = path.join(prefix, 'docking', 'out')
  const delivered = () => existsSync(out) && readdirSync(out).some((name) => name.endsWith('.manifest.json'))
  for (const until = Date.now() + 240_000; !delivered(); await wait(100)) {
    assert.ok(Date.now() < until, 'not delivered')
    await lookup()
  }
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${agent.pid}/status`, 'utf8'))?.[1]) * 1024
  assert.ok(peak > 0 && peak < memoryBytes, `the agent took ${peak} bytes`)

  await end(agent, 'SIGKILL')
  agent = await startAgent()
  assert.deepEqual(await lookup(), answer, 'after the agent was killed')

  const second = await changedBundle('1.1.0', (text) => text.replace('title: 联系电话', 'title: 电话'))
  assert.match((await install(second)).output, /STATE_LOCKED/, 'an update beside a running agent')
  await end(agent, 'SIGTERM')
  const updated = await install(second)
  assert.equal(updated.code, 0, updated.output)
  assert.equal(current(), '1.1.0-changed')

  const broken = await changedBundle('1.2.0', (text) => text.replace('../registry.db', '../missing.db'))
  const refused = await install(broken, '--wait', '3')
  assert.notEqual(refused.code, 0)
  assert.match(refused.output, /UPDATE_ROLLED_BACK/)
  assert.equal(current(), '1.1.0-changed')
  unlinkSync(path.join(second, 'docking', 'berth.yaml'))
  assert.match((await install(second)).output, /berth\.yaml/, 'a bundle that lacks a file')

  agent = await startAgent()
  assert.deepEqual(await lookup(), answer, 'after an update was taken back')
  await end(agent, 'SIGTERM')
  agent = undefined
  await berth('receipts', 'verify')
  console.log(`peak ${(peak / 1e6).toFixed(0)} MB of memory`)
} finally {
  agent?.kill('SIGKILL')
  await platform.close()
}
