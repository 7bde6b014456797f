import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { BerthError } from '@berth/core'
import type { BundledNode } from './bundle-facts.ts'
import { nativeCode } from './native-code.ts'
import { readArchiveEntries } from './read-archive.ts'
import { binaryPlatform, ownPlatform, type TargetPlatform } from './target-platform.ts'

export interface NodeWish {
  /** An archive of Node, the program itself, or `current`: the Node that runs this. */
  readonly node: string
  /** SHA-256 in hexadecimal, or `sha512-…` as npm writes it. Absent: looked for in `SHASUMS256.txt` beside the archive. */
  readonly checksum?: string | undefined
  readonly platform: TargetPlatform
}

/** A program of Node, ready to be put into a bundle. */
export interface NodeProgram extends BundledNode {
  readonly program: Buffer
  readonly license?: Buffer
}

const oldest = 24
const archives = /\.(?:tar\.gz|tgz|zip)$/

/**
 * Reads Node from what the official downloads and npm's packages of it consist of, and finds out from the program itself what it is.
 * Throws `NODE_UNVERIFIED` where nothing vouches for a file or it is another, `NODE_UNFIT` where it is not for the platform or too old,
 * `FILE_UNREADABLE`.
 */
export async function readNode(wish: NodeWish): Promise<NodeProgram> {
  const { platform } = wish
  const current = wish.node === 'current'
  const file = current ? await realpath(process.execPath) : wish.node
  const unfit = (problem: string): BerthError => new BerthError('NODE_UNFIT', { file: basename(file), problem })
  if (current && ownPlatform() !== platform) throw unfit(`${ownPlatform()} ≠ ${platform}`)
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new BerthError('FILE_UNREADABLE', { file, nativeCode: nativeCode(cause) }, { cause })
  })
  if (!current) await verify(file, bytes, wish.checksum)
  const entries = archives.test(file) ? await readArchiveEntries(file, wanted) : undefined
  const program = entries === undefined ? bytes : entries.find(({ name }) => programName.test(name))?.bytes
  if (program === undefined) throw unfit('bin/node, node.exe')
  const found = binaryPlatform(program.subarray(0, 4096))
  if (found !== platform) throw unfit(`${found ?? '?'} ≠ ${platform}`)
  const version = /\/node-v(\d+\.\d+\.\d+)-headers/.exec(program.toString('latin1'))?.[1]
  if (version === undefined || Number(version.split('.')[0]) < oldest) throw unfit(`${version ?? '?'} < ${oldest}`)
  const license = entries?.find(({ name }) => name.endsWith('/LICENSE'))?.bytes ?? (await licenseBeside(file))
  return {
    version,
    sha256: createHash('sha256').update(program).digest('hex'),
    ...(platform.startsWith('linux') ? libraries(program) : {}),
    program,
    ...(license === undefined ? {} : { license }),
  }
}

const programName = /^[^/]+\/(?:bin\/)?node(?:\.exe)?$/
const wanted = (name: string): boolean => programName.test(name) || /^[^/]+\/LICENSE$/.test(name)

/** The newest versions of the two libraries that the program asks for. */
function libraries(program: Buffer): Pick<BundledNode, 'glibc' | 'glibcxx'> {
  const text = program.toString('latin1')
  const newest = (pattern: RegExp): string | undefined =>
    [...text.matchAll(pattern)]
      .map(([, version = '']) => version)
      .sort(byParts)
      .at(-1)
  const glibc = newest(/(?<=\0)GLIBC_(2\.\d+(?:\.\d+)?)(?=\0)/g)
  const glibcxx = newest(/(?<=\0)GLIBCXX_(3\.4(?:\.\d+)?)(?=\0)/g)
  return { ...(glibc === undefined ? {} : { glibc }), ...(glibcxx === undefined ? {} : { glibcxx }) }
}

function byParts(one: string, other: string): number {
  const [left, right] = [one, other].map((each) => each.split('.').map(Number))
  const at = [0, 1, 2].find((part) => (left?.[part] ?? 0) !== (right?.[part] ?? 0)) ?? 0
  return (left?.[at] ?? 0) - (right?.[at] ?? 0)
}

async function verify(file: string, bytes: Buffer, given: string | undefined): Promise<void> {
  const checksum = given ?? (await listedChecksum(file))
  const name = basename(file)
  if (checksum === undefined) throw new BerthError('NODE_UNVERIFIED', { file: name, problem: 'SHASUMS256.txt' })
  const integrity = checksum.startsWith('sha512-')
  const actual = integrity
    ? `sha512-${createHash('sha512').update(bytes).digest('base64')}`
    : createHash('sha256').update(bytes).digest('hex')
  if (actual === (integrity ? checksum : checksum.toLowerCase())) return
  throw new BerthError('NODE_UNVERIFIED', { file: name, problem: `${checksum} ≠ ${actual}` })
}

/** What the list of checksums that every release of Node comes with says of this file. */
async function listedChecksum(file: string): Promise<string | undefined> {
  const list = await readFile(join(dirname(file), 'SHASUMS256.txt'), 'utf8').catch(() => '')
  const words = list.split(/\r?\n/).map((line) => line.trim().split(/\s+\*?/))
  return words.find(([, name]) => name === basename(file))?.[0]
}

async function licenseBeside(program: string): Promise<Buffer | undefined> {
  const file = [join(dirname(program), '..', 'LICENSE'), join(dirname(program), 'LICENSE')].find((each) =>
    existsSync(each),
  )
  return file === undefined ? undefined : await readFile(file)
}

/** Writes the program, and its licence where there is one, below the folder of a bundle. */
export async function writeNode(node: NodeProgram, folder: string, place: string): Promise<void> {
  const file = join(folder, place)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, node.program, { mode: 0o755 })
  if (node.license !== undefined) await writeFile(join(folder, 'runtime', 'LICENSE'), node.license)
}
