import { createWriteStream } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { BerthError } from '@berth/core'
import { extract } from 'tar'
import { openPromise } from 'yauzl'
import { fullDisk, nativeCode } from './native-code.ts'

const mostBytes = 4 * 1024 ** 3
/** What kind of file an entry of a zip is, as Unix says it: a regular file, a folder, or not said. Unpacked elsewhere, others are links. */
const typeBits = 0o170000
const plainTypes: ReadonlySet<number> = new Set([0, 0o100000, 0o040000])

/**
 * Unpacks a bundle below a folder that is empty, and returns the one folder that is in it. What is no regular file or folder, or would lie elsewhere, is
 * refused. Rejects with `BUNDLE_DAMAGED`.
 */
export async function unpackArchive(file: string, into: string, signal: AbortSignal): Promise<string> {
  try {
    await (file.endsWith('.zip') ? unpackZip(file, into, signal) : unpackTar(file, into))
  } catch (cause) {
    throw fullDisk(cause, into) ?? BerthError.from(cause, 'BUNDLE_DAMAGED', { file, problem: nativeCode(cause) })
  }
  const [top, ...more] = await readdir(into)
  if (top === undefined || more.length > 0)
    throw new BerthError('BUNDLE_DAMAGED', { file, problem: 'no single folder' })
  return join(into, top)
}

async function unpackTar(file: string, into: string): Promise<void> {
  let bytes = 0
  // Thrown in there it would be caught by nobody.
  let refused: BerthError | undefined
  await extract({
    file,
    cwd: into,
    strict: true,
    filter: (path, entry) => {
      const type = 'type' in entry ? entry.type : ''
      bytes += entry.size
      if ((type === 'File' || type === 'Directory') && bytes <= mostBytes) return true
      refused ??= new BerthError('BUNDLE_DAMAGED', { file: path, problem: bytes > mostBytes ? 'too large' : 'link' })
      return false
    },
  })
  if (refused !== undefined) throw refused
}

async function unpackZip(file: string, into: string, signal: AbortSignal): Promise<void> {
  // The library refuses names that lead upwards or begin at a root.
  const zip = await openPromise(file, { autoClose: false, strictFileNames: true, validateEntrySizes: true })
  try {
    let bytes = 0
    for await (const entry of zip.eachEntry()) {
      bytes += entry.uncompressedSize
      if (bytes > mostBytes) throw new BerthError('BUNDLE_DAMAGED', { file: entry.fileName, problem: 'too large' })
      const type = (entry.externalFileAttributes >>> 16) & typeBits
      if (!plainTypes.has(type)) throw new BerthError('BUNDLE_DAMAGED', { file: entry.fileName, problem: 'link' })
      if (entry.fileName.endsWith('/')) continue
      const to = join(into, entry.fileName)
      await mkdir(dirname(to), { recursive: true })
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(to, { flags: 'wx' }), { signal })
    }
  } finally {
    zip.close()
  }
}
