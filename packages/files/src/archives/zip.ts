import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { BerthError } from '@berth/core'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import type { FileContent } from '../codecs/codec.ts'
import { defaultFileLimits, type FileLimits } from '../codecs/limits.ts'
import { contentRefused, fileMalformed, formatUnsupported } from '../codecs/malformed.ts'
import { unsafeName, zipEntryName } from './entry-name.ts'
import { type ArchiveLimits, UnpackedBytes } from './limits.ts'
import { refuseNested } from './nested.ts'
import type { TemporaryCopies } from './temporary-copies.ts'

/** An open archive; closing it makes its contents unreadable. */
export interface OpenArchive extends AsyncDisposable {
  /** In the order of the archive's directory; folders are none. */
  readonly entries: readonly FileContent[]
}

export interface ZipOptions {
  /** @default those of the content */
  readonly limits?: ArchiveLimits
  /** Which entries are wanted, by their name with `/` between folders; the others are not looked into. @default all */
  readonly wants?: (name: string) => boolean
}

/**
 * Opens a zip archive. Its directory is checked as a whole before anything is read: names that lead out of a folder, links, the
 * same name twice, entries that lie over each other (`FILE_CONTENT_REFUSED`), too many of them or too large
 * (`FILE_LIMIT_EXCEEDED`). A wanted entry that is encrypted is `FILE_ENCRYPTED`, one that is an archive itself or packed in another
 * way than deflate is `FILE_FORMAT_UNSUPPORTED`. Sizes and checksums are held against what really comes out.
 */
export async function openZip(
  content: FileContent,
  copies: TemporaryCopies,
  signal: AbortSignal,
  { limits = content.limits ?? defaultFileLimits, wants = () => true }: ZipOptions = {},
): Promise<OpenArchive> {
  const path = await content.local(signal)
  let zip: ZipFile
  try {
    zip = await openPromise(path, { decodeStrings: false, autoClose: false, validateEntrySizes: true })
  } catch (error) {
    throw damaged(content.name, error)
  }
  try {
    const directory = await readDirectory(zip, content.name, limits, signal)
    const archive: Archive = {
      zip,
      file: content.name,
      directory: new Map(directory.map((each) => [each.name.toLowerCase(), each])),
      unpacked: new UnpackedBytes(content.name, limits),
      copies,
      limits: content.limits ?? defaultFileLimits,
    }
    const wanted = directory.filter(({ name }) => wants(name))
    return {
      entries: wanted.map((entry) => entryContent(archive, entry)),
      [Symbol.asyncDispose]: () => {
        zip.close()
        return Promise.resolve()
      },
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

interface NamedEntry {
  readonly name: string
  readonly entry: Entry
}

async function readDirectory(
  zip: ZipFile,
  file: string,
  limits: ArchiveLimits,
  signal: AbortSignal,
): Promise<readonly NamedEntry[]> {
  if (zip.entryCount > limits.maxArchiveEntries) throw exceeded(file, 'maxArchiveEntries', limits)
  const found: NamedEntry[] = []
  const names = new Set<string>()
  try {
    for await (const entry of zip.eachEntry()) {
      signal.throwIfAborted()
      const name = safeName(entry, file)
      if (name.endsWith('/') || name.startsWith('__MACOSX/')) continue
      if (names.has(name)) throw contentRefused(file, 'archive-entry-twice')
      names.add(name)
      found.push({ name, entry })
    }
  } catch (error) {
    signal.throwIfAborted()
    throw damaged(file, error)
  }
  refuseOverlap(found, file)
  const unpackedBytes = found.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0)
  if (unpackedBytes > limits.maxUnpackedBytes) throw exceeded(file, 'maxUnpackedBytes', limits)
  return found
}

function exceeded(file: string, limit: keyof ArchiveLimits, limits: ArchiveLimits): BerthError {
  return new BerthError('FILE_LIMIT_EXCEEDED', { file, limit, maximum: limits[limit] })
}

function safeName(entry: Entry, file: string): string {
  const { fileNameRaw: raw, generalPurposeBitFlag: flags, versionMadeBy, extraFields } = entry
  const name = zipEntryName({ raw, flags, system: versionMadeBy >>> 8, extraFields })
  if (name === undefined) throw contentRefused(file, 'archive-entry-unnamed')
  const problem = unsafeName(name)
  if (problem !== undefined) throw contentRefused(file, problem)
  if (versionMadeBy >>> 8 === 3 && ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000)
    throw contentRefused(file, 'archive-entry-link')
  return name.replaceAll('\\', '/')
}

const localHeaderBytes = 30

/** A bomb that needs no nesting: many entries of the directory that unpack the same bytes. */
function refuseOverlap(entries: readonly NamedEntry[], file: string): void {
  const ordered = entries
    .map(({ entry }) => entry)
    .sort((left, right) => left.relativeOffsetOfLocalHeader - right.relativeOffsetOfLocalHeader)
  let free = 0
  for (const { relativeOffsetOfLocalHeader: start, fileNameLength, compressedSize } of ordered) {
    if (start < free) throw contentRefused(file, 'archive-entries-overlap')
    free = start + localHeaderBytes + fileNameLength + compressedSize
  }
}

function refuseUnreadable(file: string, entry: Entry): void {
  if (entry.isEncrypted()) throw new BerthError('FILE_ENCRYPTED', { file })
  if (!entry.canDecodeFileData()) throw formatUnsupported(file, 'zip-method', { method: entry.compressionMethod })
  refuseNested(file)
}

interface Archive {
  readonly zip: ZipFile
  readonly file: string
  /** By name in lower case. */
  readonly directory: ReadonlyMap<string, NamedEntry>
  readonly unpacked: UnpackedBytes
  readonly copies: TemporaryCopies
  /** Of the files in it. */
  readonly limits: FileLimits
}

function entryContent(archive: Archive, { name, entry }: NamedEntry): FileContent {
  const file = `${archive.file}/${name}`
  refuseUnreadable(file, entry)
  const bytes = (signal: AbortSignal): AsyncIterable<Uint8Array> => unpack(archive, entry, file, signal)
  let copy: Promise<string> | undefined
  return {
    name: file,
    size: entry.uncompressedSize,
    limits: archive.limits,
    bytes,
    local(signal) {
      copy ??= archive.copies.copy(file, bytes(signal), signal)
      return copy
    },
    beside(extension) {
      const other = archive.directory.get(`${name.replace(/\.[^./]*$/, '')}.${extension}`.toLowerCase())
      return Promise.resolve(other === undefined ? undefined : entryContent(archive, other))
    },
  }
}

async function* unpack(
  { zip, unpacked }: Archive,
  entry: Entry,
  file: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  let stream: Readable | undefined
  let given = 0
  let checksum = 0
  try {
    stream = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      signal.throwIfAborted()
      given += chunk.length
      unpacked.check(entry.compressedSize, given)
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  } catch (error) {
    signal.throwIfAborted()
    throw damaged(file, error)
  } finally {
    stream?.destroy()
  }
  if (given !== entry.uncompressedSize || checksum !== entry.crc32) throw fileMalformed(file, 'zip', 'checksum-differs')
}

/** The library's errors have no codes. Those of the file system keep theirs. */
function damaged(file: string, error: unknown): unknown {
  if (BerthError.is(error) || typeof (error as { readonly errno?: unknown }).errno === 'number') {
    const code = (error as { readonly code?: unknown }).code
    if (typeof code !== 'string' || !code.startsWith('Z_')) return error
  }
  return fileMalformed(file, 'zip', 'archive-damaged', {}, error)
}
