import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { exportPublicJwk, generateKey, signDetached } from '@berth/trust'
import { create } from 'tar'
import { describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { filesBelow, sumsOf, verifySums } from '../../src/bundle/bundle-sums.ts'
import { verifyBundle } from '../../src/bundle/verify-bundle.ts'
import { writeArchive } from '../../src/bundle/write-archive.ts'

const signal = new AbortController().signal
const bin = fileURLToPath(new URL('../../bin/berth.ts', import.meta.url))
const facts = {
  berthBundle: 1,
  id: '1.0.0-0a1b2c3d4e5f',
  system: 'civil.marriage',
  title: '婚姻登记系统',
  version: '1.0.0',
  platform: 'linux-x64',
  node: { version: '24.21.0', sha256: 'x' },
  manifest: 'x',
  packages: [],
}
const content: Readonly<Record<string, string>> = {
  'bundle.json': JSON.stringify(facts),
  'docking/berth.yaml': 'berth: 1\n',
  'docs/zh/说明.md': '# 说明\n',
  [`node_modules/${'a-long-name/'.repeat(12)}index.js`]: '',
  'runtime/bin/node': 'a program',
}

async function bundle(changedAt: Date, key = generateKey('department')): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-archive-'))
  for (const [name, text] of Object.entries(content)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
    utimesSync(join(folder, name), changedAt, changedAt)
    chmodSync(join(folder, name), changedAt.getTime() % 2 === 0 ? 0o600 : 0o664)
  }
  const sums = await sumsOf(folder, await filesBelow(folder))
  writeFileSync(join(folder, 'SHA256SUMS'), sums)
  writeFileSync(join(folder, 'SHA256SUMS.jws'), `${signDetached(key, sums, 'berth-bundle')}\n`)
  writeFileSync(join(folder, 'SHA256SUMS.jwk'), JSON.stringify(exportPublicJwk(key)))
  return folder
}

async function packed(folder: string, ending: string): Promise<string> {
  const out = join(mkdtempSync(join(tmpdir(), 'berth-out-')), `b${ending}`)
  const files = await filesBelow(folder)
  await writeArchive(out, { folder, top: 'berth-b', files, programs: new Set(['runtime/bin/node']) }, signal)
  return out
}

describe.each(['.tar.gz', '.zip'])('a bundle as %s', (ending) => {
  it('is the same bytes whenever and with whatever rights its files were written', async () => {
    const key = generateKey('department')
    const [one, other] = [await bundle(new Date(1000), key), await bundle(new Date('2026-01-01T00:00:00.001Z'), key)]
    const bytes = readFileSync(await packed(one, ending))
    expect(bytes.equals(readFileSync(await packed(other, ending)))).toBe(true)
  })

  it('is whole, and signed by whoever is trusted', async () => {
    const key = generateKey('department')
    const file = await packed(await bundle(new Date(1000), key), ending)
    const state = async (...trusted: (typeof key)[]): Promise<string> =>
      (await verifyBundle(file, trusted, signal)).signature
    expect(await state()).toBe('whole')
    expect(await state(generateKey('department'))).toBe('foreign')
    expect(await state(generateKey('other'), key)).toBe('signed')
    expect((await verifyBundle(file, [], signal)).facts).toEqual(facts)
  })

  it('is refused when it was cut', async () => {
    const file = await packed(await bundle(new Date(1000)), ending)
    writeFileSync(file, readFileSync(file).subarray(0, -400))
    await expect(verifyBundle(file, [], signal)).rejects.toMatchObject({ code: 'BUNDLE_DAMAGED' })
  })
})

describe('an unpacked bundle', () => {
  it.each<[string, (folder: string) => void, string, string]>([
    [
      'a changed file',
      (at) => writeFileSync(join(at, 'docking/berth.yaml'), 'berth: 2\n'),
      'docking/berth.yaml',
      'changed',
    ],
    ['a missing file', (at) => rmSync(join(at, 'runtime/bin/node')), 'runtime/bin/node', 'missing'],
    ['a further file', (at) => writeFileSync(join(at, 'docking/.env'), ''), 'docking/.env', 'not listed'],
    ['a link', (at) => symlinkSync('/etc/hostname', join(at, 'docking/host')), 'docking/host', 'link'],
    ['no list', (at) => rmSync(join(at, 'SHA256SUMS')), 'SHA256SUMS', 'missing'],
    ['a list with other lines', (at) => writeFileSync(join(at, 'SHA256SUMS'), 'x  y\n'), 'SHA256SUMS', 'line'],
    [
      'a list that leads upwards',
      (at) => writeFileSync(join(at, 'SHA256SUMS'), `${'0'.repeat(64)}  ../x\n`),
      'SHA256SUMS',
      'line',
    ],
  ])('is refused for %s', async (_what, change, file, problem) => {
    const folder = await bundle(new Date(1000))
    change(folder)
    await expect(verifySums(folder, signal)).rejects.toMatchObject({
      code: 'BUNDLE_DAMAGED',
      details: { file, problem },
    })
  })

  it('is refused when the list was written anew without the key', async () => {
    const folder = await bundle(new Date(1000))
    writeFileSync(join(folder, 'docking/berth.yaml'), 'berth: 2\n')
    writeFileSync(join(folder, 'SHA256SUMS'), await sumsOf(folder, await filesBelow(folder)))
    await expect(verifyBundle(folder, [], signal)).rejects.toMatchObject({
      code: 'BUNDLE_DAMAGED',
      details: { file: 'SHA256SUMS.jws' },
    })
  })

  it.each([
    ['another form', { ...facts, berthBundle: 2 }],
    ['an id that leads elsewhere', { ...facts, id: '../../etc' }],
    ['a system that leads elsewhere', { ...facts, system: '../etc' }],
    ['no Node', { ...facts, node: {} }],
    ['nothing', null],
  ])('is refused for facts with %s', async (_what, value) => {
    const folder = await bundle(new Date(1000))
    rmSync(join(folder, 'SHA256SUMS.jws'))
    writeFileSync(join(folder, 'bundle.json'), JSON.stringify(value))
    rmSync(join(folder, 'SHA256SUMS.jwk'))
    writeFileSync(join(folder, 'SHA256SUMS'), await sumsOf(folder, await filesBelow(folder)))
    await expect(verifyBundle(folder, [], signal)).rejects.toMatchObject({
      code: 'BUNDLE_DAMAGED',
      details: { file: 'bundle.json' },
    })
  })
})

it('an archive with a link in it is refused before anything lies elsewhere', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-hostile-'))
  mkdirSync(join(folder, 'top'))
  symlinkSync(tmpdir(), join(folder, 'top', 'away'))
  const file = join(folder, 'b.tar.gz')
  await create({ file, cwd: folder, gzip: true }, ['top'])
  await expect(verifyBundle(file, [], signal)).rejects.toMatchObject({
    code: 'BUNDLE_DAMAGED',
    details: { file: 'top/away', problem: 'link' },
  })
})

it('a zip with a link in it is refused, for another program would make the link', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'berth-hostile-')), 'b.zip')
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('/etc/hostname'), 'top/away', { mode: 0o120777 })
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(file))
  await expect(verifyBundle(file, [], signal)).rejects.toMatchObject({
    code: 'BUNDLE_DAMAGED',
    details: { file: 'top/away', problem: 'link' },
  })
})

it.each([
  ['upwards', 'top/../../away'],
  ['to a root', '/away'],
])('an archive that leads %s is refused', async (_where, path) => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-hostile-'))
  writeFileSync(join(folder, 'a'), 'x')
  const file = join(folder, 'b.tar.gz')
  const onWriteEntry = (entry: { path: string }): void => {
    entry.path = path
  }
  await create({ file, cwd: folder, gzip: true, preservePaths: true, onWriteEntry }, ['a'])
  const details = { file, problem: expect.stringMatching(/^TAR_/) }
  await expect(verifyBundle(file, [], signal)).rejects.toMatchObject({ code: 'BUNDLE_DAMAGED', details })
})

it.each(['.tar.gz', '.zip'])('a disk that is full is no damage of a %s', async (ending) => {
  const folder = await bundle(new Date(1000))
  writeFileSync(join(folder, 'runtime/bin/node'), randomBytes(4_000_000))
  const file = await packed(folder, ending)
  // No file may be larger: what every machine has for a disk that is full.
  const words = ['-c', 'ulimit -f 1000; exec "$@"', 'sh', process.execPath, '--conditions=@berth/source', bin]
  const { stdout } = spawnSync('sh', [...words, 'bundle', 'verify', file, '--json'], { encoding: 'utf8' })
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'DISK_FULL' } })
})
