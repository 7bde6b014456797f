import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it, vi } from 'vitest'
import { filesBelow, sumsOf } from '../../src/bundle/bundle-sums.ts'
import { claimInstallation } from '../../src/bundle/install/claim-installation.ts'
import { type InstallOutcome, type InstallWishes, installBundle } from '../../src/bundle/install/install-bundle.ts'
import { versionAt } from '../../src/bundle/install/installation.ts'
import { ownPlatform } from '../../src/bundle/target-platform.ts'
import { berth, jsonOf } from '../berth.ts'

afterEach(() => vi.unstubAllEnvs())

/** An agent in so far as it answers where it was told to, and never gets ready where its manifest says `broken`. */
const agentText = `import { createServer } from 'node:http'
import { readFileSync, writeFileSync } from 'node:fs'
const manifest = readFileSync('berth.yaml', 'utf8')
writeFileSync('started', JSON.stringify({ manifest, pid: process.pid }))
createServer(({ url }, reply) => {
  reply.end(JSON.stringify(url === '/health' ? { system: 'a.b', manifest } : { ready: manifest !== 'broken' }))
}).listen(Number(process.argv.at(-1)), '127.0.0.1')
`

async function bundle(id: string, manifest: string): Promise<string> {
  const from = mkdtempSync(join(tmpdir(), 'berth-from-'))
  const node = { version: '24.0.0' }
  const facts = { berthBundle: 1, id, system: 'a.b', version: '1', platform: ownPlatform(), manifest, node }
  const files = {
    'bundle.json': JSON.stringify(facts),
    'docking/berth.yaml': manifest,
    'runtime/bin/node': `#!/bin/sh\nexec '${process.execPath}' "$@"\n`,
    'node_modules/@berth/cli/package.json': '{"type":"module"}',
    'node_modules/@berth/cli/bin/run.js': agentText,
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(from, name)), { recursive: true })
    writeFileSync(join(from, name), text)
  }
  await list(from)
  return from
}

async function list(from: string): Promise<void> {
  writeFileSync(join(from, 'SHA256SUMS'), await sumsOf(from, await filesBelow(from)))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A place where the version `one` was installed from a bundle that is whole. */
async function installed(): Promise<{ readonly prefix: string; readonly wishes: Omit<InstallWishes, 'from'> }> {
  const prefix = join(mkdtempSync(join(tmpdir(), 'berth-prefix-')), 'berth')
  chmodSync(dirname(prefix), 0o755)
  const signal = new AbortController().signal
  const wishes = { prefix, port: await freePort(), noService: true, waitMs: 60_000, signal }
  expect((await installBundle({ ...wishes, from: await bundle('one', 'first') })).outcome).toBe('installed')
  return { prefix, wishes }
}

const links = async (prefix: string): Promise<readonly (string | undefined)[]> => [
  await versionAt(prefix, 'current'),
  await versionAt(prefix, 'former'),
  await versionAt(prefix, 'proven'),
]

/** Installs in a process of its own, which is killed while the new version is on trial. */
async function interruptedUpdate(from: string, prefix: string, port: number): Promise<void> {
  const module = fileURLToPath(new URL('../../src/bundle/install/install-bundle.ts', import.meta.url))
  const wishes = JSON.stringify({ from, prefix, port, noService: true, waitMs: 600_000 })
  const script = `import { installBundle } from ${JSON.stringify(module)}
await installBundle({ ...${wishes}, signal: new AbortController().signal })`
  const words = ['--conditions=@berth/source', '--input-type=module', '-e', script]
  const installer = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  const started = join(prefix, 'docking', 'started')
  await vi.waitUntil(() => existsSync(started) && readFileSync(started, 'utf8').endsWith('}'), { timeout: 60_000 })
  installer.kill('SIGKILL')
  await once(installer, 'exit')
  process.kill(JSON.parse(readFileSync(started, 'utf8')).pid, 'SIGKILL')
}

it('an update that was interrupted is tried again, and taken back to the version that was proven', async () => {
  const { prefix, wishes } = await installed()
  const broken = await bundle('two', 'broken')
  await interruptedUpdate(broken, prefix, wishes.port ?? 0)
  expect(await links(prefix)).toEqual(['two', undefined, 'one'])
  await expect(installBundle({ ...wishes, from: broken, waitMs: 1000 })).rejects.toMatchObject({
    code: 'UPDATE_ROLLED_BACK',
    details: { version: 'two', former: 'one' },
  })
  expect(await links(prefix)).toEqual(['one', undefined, undefined])
})

it('an update after an interrupted one keeps the version that was proven as the former one', async () => {
  const { prefix, wishes } = await installed()
  await interruptedUpdate(await bundle('two', 'broken'), prefix, wishes.port ?? 0)
  const { outcome } = await installBundle({ ...wishes, from: await bundle('three', 'third') })
  expect([outcome, ...(await links(prefix))]).toEqual(['updated', 'three', 'one', undefined])
  expect(readdirSync(join(prefix, 'versions')).sort()).toEqual(['one', 'three'])
})

it('an update that was interrupted is taken back by hand to the version that was proven', async () => {
  const { prefix, wishes } = await installed()
  await interruptedUpdate(await bundle('two', 'broken'), prefix, wishes.port ?? 0)
  const ran = await berth(['bundle', 'rollback', '--prefix', prefix, '--json'])
  expect(jsonOf(ran)).toEqual({ prefix, id: 'one' })
  expect(await links(prefix)).toEqual(['one', undefined, undefined])
})

it('two installers do not work in one place at once', async () => {
  const { prefix, wishes } = await installed()
  const from = await bundle('two', 'second')
  const install = (): Promise<InstallOutcome> => installBundle({ ...wishes, from })
  const other = claimInstallation(prefix)
  await expect(install()).rejects.toMatchObject({ code: 'STATE_LOCKED', details: { held: prefix } })
  expect(readdirSync(join(prefix, 'versions'))).toEqual(['one'])
  other[Symbol.dispose]()
  expect((await install()).outcome).toBe('updated')
})

it('a disk that is full leaves the commands of an installation whole', async () => {
  const { prefix } = await installed()
  const file = join(prefix, 'bin', 'berth')
  const before = readFileSync(file, 'utf8')
  const module = fileURLToPath(new URL('../../src/bundle/install/launchers.ts', import.meta.url))
  const installation = JSON.stringify({ berthInstall: 1, system: 'a.b', host: '::1', port: 1, service: 'none' })
  const script = `import { writeLaunchers } from ${JSON.stringify(module)}
await writeLaunchers(${JSON.stringify(prefix)}, ${installation})`
  const node = ['--conditions=@berth/source', '--input-type=module', '-e', script]
  const words = ['-c', 'ulimit -f 0; exec "$@"', 'sh', process.execPath, ...node]
  const { status, stderr } = spawnSync('sh', words, { encoding: 'utf8' })
  expect([status, stderr.includes('EFBIG')]).toEqual([1, true])
  expect(readFileSync(file, 'utf8')).toBe(before)
})

it('an update that a file is in the way of stops nothing', async () => {
  const { prefix, wishes } = await installed()
  const file = join(prefix, 'docking', 'berth.yaml')
  // As `sed -i` leaves it.
  rmSync(file)
  writeFileSync(file, 'mine')
  const from = await bundle('two', 'second')
  await expect(installBundle({ ...wishes, from })).rejects.toMatchObject({ code: 'FILE_EXISTS', details: { file } })
  expect([readFileSync(file, 'utf8'), ...(await links(prefix))]).toEqual(['mine', 'one', undefined, undefined])
  expect(existsSync(join(prefix, 'docking', 'started'))).toBe(false)
})

it('an installed version that was damaged is laid down anew by the same bundle', async () => {
  const { prefix, wishes } = await installed()
  const from = await bundle('one', 'first')
  expect((await installBundle({ ...wishes, from })).outcome).toBe('same')
  const file = join(prefix, 'versions', 'one', 'node_modules', '@berth', 'cli', 'bin', 'run.js')
  writeFileSync(file, '')
  expect((await installBundle({ ...wishes, from })).outcome).toBe('updated')
  expect(readFileSync(file, 'utf8')).toBe(agentText)
})

it('a trial runs as the owner of the folder of the docking', async () => {
  const { prefix, wishes } = await installed()
  const docking = join(prefix, 'docking')
  const root = process.getuid?.() === 0
  if (root) chownSync(docking, 12_345, 12_345)
  const { outcome } = await installBundle({ ...wishes, from: await bundle('two', 'second') })
  const { uid, gid } = statSync(join(docking, 'started'))
  expect([outcome, uid, gid]).toEqual(['updated', statSync(docking).uid, statSync(docking).gid])
  if (root) expect(uid).toBe(12_345)
})

it('a link in a bundle changes no rights of what it leads to', async () => {
  const from = await bundle('one', 'first')
  const elsewhere = join(mkdtempSync(join(tmpdir(), 'berth-elsewhere-')), 'key')
  writeFileSync(elsewhere, 'x', { mode: 0o600 })
  symlinkSync(elsewhere, join(from, 'docking', 'key'))
  const prefix = join(dirname(elsewhere), 'berth')
  const signal = new AbortController().signal
  await expect(installBundle({ from, prefix, noService: true, waitMs: 1, signal })).rejects.toMatchObject({
    code: 'BUNDLE_DAMAGED',
    details: { file: 'docking/key', problem: 'link' },
  })
  expect(statSync(elsewhere).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(prefix, 'versions'))).toEqual([])
})

it('a version is on the disk before anything names it', async () => {
  const programs = mkdtempSync(join(tmpdir(), 'berth-programs-'))
  const seen = join(programs, 'seen')
  writeFileSync(join(programs, 'sync'), `#!/bin/sh\necho "$1"; ls "$2" "$2/../.." > '${seen}'\n`, { mode: 0o755 })
  vi.stubEnv('PATH', `${programs}:/usr/bin:/bin`)
  const { prefix } = await installed()
  const listed = readFileSync(seen, 'utf8').split('\n')
  expect(listed).toEqual(expect.arrayContaining(['SHA256SUMS', 'bundle.json', 'runtime', 'versions']))
  expect(listed).not.toContain('current')
  expect(existsSync(join(prefix, 'current'))).toBe(true)
})

it.each<[string, (from: string) => Partial<InstallWishes>, string]>([
  ['inside of the bundle', (from) => ({ prefix: join(from, 'berth') }), 'bundle.json'],
  ['in the bundle itself', (from) => ({ prefix: from }), 'bundle.json'],
  ['for a user whom no service runs as', () => ({ user: 'berth' }), '--user ≠ none'],
])('nothing is installed %s', async (_where, wish, problem) => {
  const from = await bundle('one', 'first')
  const before = readdirSync(from)
  const prefix = join(mkdtempSync(join(tmpdir(), 'berth-prefix-')), 'berth')
  const signal = new AbortController().signal
  await expect(
    installBundle({ from, prefix, noService: true, waitMs: 1, signal, ...wish(from) }),
  ).rejects.toMatchObject({ code: 'INSTALLATION_UNFIT', details: { problem } })
  expect(readdirSync(from)).toEqual(before)
})
