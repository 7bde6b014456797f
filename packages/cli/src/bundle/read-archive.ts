import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { BerthError } from '@berth/core'
import { list } from 'tar'
import { openPromise } from 'yauzl'
import { nativeCode } from './native-code.ts'

/** A file of an archive, whole. */
export interface ArchiveEntry {
  readonly name: string
  readonly bytes: Buffer
}

/** Many times the size of a program of Node. */
const mostBytes = 512 * 1024 * 1024

/** Reads the wanted files of a tar.gz or zip into memory. Rejects with `FILE_UNREADABLE` where it is damaged. */
export async function readArchiveEntries(file: string, wants: (name: string) => boolean): Promise<ArchiveEntry[]> {
  try {
    return file.endsWith('.zip') ? await ofZip(file, wants) : await ofTar(file, wants)
  } catch (cause) {
    throw BerthError.from(cause, 'FILE_UNREADABLE', { file, nativeCode: nativeCode(cause) })
  }
}

async function ofTar(file: string, wants: (name: string) => boolean): Promise<ArchiveEntry[]> {
  const found: Promise<ArchiveEntry>[] = []
  await list({
    file,
    strict: true,
    filter: (name) => wants(name),
    onReadEntry: (entry) => {
      if (entry.type !== 'File' || entry.size > mostBytes) return
      const parts: Buffer[] = []
      entry.on('data', (part: Buffer) => void parts.push(part))
      found.push(
        new Promise((resolve) => {
          entry.on('end', () => resolve({ name: entry.path, bytes: Buffer.concat(parts) }))
        }),
      )
    },
  })
  return await Promise.all(found)
}

async function ofZip(file: string, wants: (name: string) => boolean): Promise<ArchiveEntry[]> {
  const zip = await openPromise(file, { autoClose: false })
  try {
    const found: ArchiveEntry[] = []
    for await (const entry of zip.eachEntry()) {
      if (!wants(entry.fileName) || entry.uncompressedSize > mostBytes) continue
      const stream = await zip.openReadStreamPromise(entry)
      found.push({ name: entry.fileName, bytes: await buffer(Readable.from(stream)) })
    }
    return found
  } finally {
    zip.close()
  }
}
