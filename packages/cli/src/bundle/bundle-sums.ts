import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { BerthError } from '@berth/core'
import { bundlePlaces } from './bundle-facts.ts'
import { byText } from './by-text.ts'

/** What the list of checksums cannot name: itself, and what is made from it. */
const unlisted: ReadonlySet<string> = new Set([bundlePlaces.sums, bundlePlaces.signature, bundlePlaces.key])
const wholeBytes = 1_048_576
const line = /^([0-9a-f]{64}) [ *](.+)$/

/** The regular files below a folder, sorted, with slashes. Throws `BUNDLE_DAMAGED` for anything else that lies there. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = []
  const visit = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = posix.join(below, entry.name)
      if (entry.isDirectory()) await visit(path)
      else if (entry.isFile()) found.push(path)
      else throw new BerthError('BUNDLE_DAMAGED', { file: path, problem: 'link' })
    }
  }
  await visit('')
  return found.sort(byText)
}

/** The text of `SHA256SUMS` for files below a folder, as `sha256sum -c` reads it. */
export async function sumsOf(folder: string, files: readonly string[]): Promise<string> {
  const lines: string[] = []
  for (const file of files.filter((each) => !unlisted.has(each)))
    lines.push(`${await sha256(join(folder, file))}  ${file}\n`)
  return lines.join('')
}

/**
 * Holds the files of an unpacked bundle against its `SHA256SUMS`: none changed, none missing, none besides. Returns the text of the
 * list. Rejects with `BUNDLE_DAMAGED`, which names the first file that is wrong.
 */
export async function verifySums(folder: string, signal: AbortSignal): Promise<string> {
  const text = await readFile(join(folder, bundlePlaces.sums), 'utf8').catch(() => {
    throw new BerthError('BUNDLE_DAMAGED', { file: bundlePlaces.sums, problem: 'missing' })
  })
  const listed = new Map<string, string>()
  for (const each of text.split('\n').slice(0, -1)) {
    const [, sum, file] = line.exec(each) ?? []
    if (sum === undefined || file === undefined || listed.has(file) || file.split('/').includes('..')) {
      throw new BerthError('BUNDLE_DAMAGED', { file: bundlePlaces.sums, problem: 'line' })
    }
    listed.set(file, sum)
  }
  for (const file of await filesBelow(folder)) {
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'bundle verify' })
    if (unlisted.has(file)) continue
    const sum = listed.get(file)
    if (sum === undefined) throw new BerthError('BUNDLE_DAMAGED', { file, problem: 'not listed' })
    if (sum !== (await sha256(join(folder, file)))) throw new BerthError('BUNDLE_DAMAGED', { file, problem: 'changed' })
    listed.delete(file)
  }
  const [missing] = listed.keys()
  if (missing !== undefined) throw new BerthError('BUNDLE_DAMAGED', { file: missing, problem: 'missing' })
  return text
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  // Thousands of files are small: a stream for each costs more than its content.
  const { size } = await stat(file)
  if (size <= wholeBytes) hash.update(await readFile(file))
  else await pipeline(createReadStream(file, { highWaterMark: wholeBytes }), hash)
  return hash.digest('hex')
}
