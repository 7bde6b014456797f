import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { BerthError } from '@berth/core'
import { create } from 'tar'
import { ZipFile } from 'yazl'
import { fullDisk, nativeCode } from './native-code.ts'

/** One time for everything in every archive, so that the same content is the same bytes. Zip knows none before 1980. */
const always = new Date('2000-01-01T00:00:00Z')
/** Zip keeps a time of day without its zone: the same one everywhere. */
const alwaysLocal = new Date(2000, 0, 1)

export interface ArchiveFiles {
  /** The folder that `files` lie below. */
  readonly folder: string
  /** The one folder that everything lies in when it is unpacked. */
  readonly top: string
  /** Sorted, with slashes. */
  readonly files: readonly string[]
  /** Those of them that are run. */
  readonly programs: ReadonlySet<string>
}

/**
 * Writes an archive, its form by the ending of its name, `.tar.gz` or `.zip`. It takes its name when it is whole. Owner, time and order are fixed:
 * the same files make the same bytes with the same version of Node. Rejects with `FILE_UNWRITABLE`.
 */
export async function writeArchive(out: string, archive: ArchiveFiles, signal: AbortSignal): Promise<void> {
  const part = `${out}.part`
  try {
    await (out.endsWith('.zip') ? writeZip(part, archive, signal) : writeTar(part, archive, signal))
    await rename(part, out)
  } catch (cause) {
    await rm(part, { force: true })
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'bundle' }, { cause })
    throw (
      fullDisk(cause, out) ?? BerthError.from(cause, 'FILE_UNWRITABLE', { file: out, nativeCode: nativeCode(cause) })
    )
  }
}

async function writeTar(
  out: string,
  { folder, top, files, programs }: ArchiveFiles,
  signal: AbortSignal,
): Promise<void> {
  const packed = create(
    {
      cwd: folder,
      gzip: { level: 6 },
      portable: true,
      mtime: always,
      strict: true,
      prefix: top,
      onWriteEntry: (entry) => {
        if (entry.stat !== undefined)
          entry.stat.mode = (entry.stat.mode & ~0o777) | (programs.has(entry.path) ? 0o755 : 0o644)
      },
    },
    [...files],
  )
  await pipeline(packed, createWriteStream(out), { signal })
}

async function writeZip(
  out: string,
  { folder, top, files, programs }: ArchiveFiles,
  signal: AbortSignal,
): Promise<void> {
  const zip = new ZipFile()
  for (const file of files) {
    const mode = programs.has(file) ? 0o100755 : 0o100644
    zip.addFile(join(folder, file), `${top}/${file}`, { mtime: alwaysLocal, mode, forceDosTimestamp: true })
  }
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(out), { signal })
}
