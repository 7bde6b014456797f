import { BerthError } from '@berth/core'
import { gunzippedContent } from '../archives/gzip.ts'
import type { TemporaryCopies } from '../archives/temporary-copies.ts'
import { openZip } from '../archives/zip.ts'
import type { FileContent } from '../codecs/codec.ts'
import type { FileLimits } from '../codecs/limits.ts'
import { type FileMatch, filePattern, inFileOrder } from './file-pattern.ts'
import type { FileStore, StoredFile } from './file-store.ts'

/** What a file of a set holds: one data file, or those of its archive, in order. */
export interface OpenedFile extends AsyncDisposable {
  readonly contents: readonly FileContent[]
}

/** How files are opened. */
export interface OpeningFiles {
  readonly store: FileStore
  readonly copies: TemporaryCopies
  readonly limits?: FileLimits
}

/** Opens a file of a set, unpacked where its name ends in `.gz` or `.zip`; `entries` says which files of an archive.
 * `FILE_PART_MISSING`: an archive has none of them; taking that for no records would tell everything deleted. */
export async function openFile(
  { store, copies, limits }: OpeningFiles,
  file: StoredFile,
  entries: string,
  signal: AbortSignal,
): Promise<OpenedFile> {
  const content = storedContent(store, copies, file, limits)
  if (/\.gz(?:ip)?$/i.test(file.path)) return alone(gunzippedContent(content, copies))
  if (!/\.zip$/i.test(file.path)) return alone(content)
  const pattern = filePattern(entries)
  const place = `${content.name}/`
  const wanted = (name: string): FileMatch | undefined =>
    pattern?.match(pattern.steps.length === 1 ? name.replace(/^.*\//, '') : name)
  const archive = await openZip(content, copies, signal, { wants: (name) => wanted(name) !== undefined })
  if (archive.entries.length === 0) {
    await archive[Symbol.asyncDispose]()
    throw new BerthError('FILE_PART_MISSING', { file: content.name, part: entries })
  }
  const contents = archive.entries
    .map((entry) => ({ entry, match: wanted(entry.name.slice(place.length)) ?? { path: entry.name, date: '' } }))
    .sort((one, other) => inFileOrder(one.match, other.match))
  return {
    contents: contents.map(({ entry }) => entry),
    [Symbol.asyncDispose]: () => archive[Symbol.asyncDispose](),
  }
}

/** A file of a store as it is stored. */
export function storedContent(
  store: FileStore,
  copies: TemporaryCopies,
  file: StoredFile,
  limits?: FileLimits,
): FileContent {
  const { path, size } = file
  let copy: Promise<string> | undefined
  const name = nameOf(path)
  return {
    name,
    size,
    ...(limits === undefined ? {} : { limits }),
    bytes: (signal) => store.read(path, 0, signal),
    async local(signal) {
      if (store.localPath !== undefined) return await store.localPath(path)
      copy ??= copies.copy(name, store.read(path, 0, signal), signal)
      return await copy
    },
    async beside(extension, signal) {
      const stem = path.replace(/\.[^./]*$/, '')
      for (const each of [extension.toLowerCase(), extension.toUpperCase()]) {
        const other = await store.find(`${stem}.${each}`, signal)
        if (other !== undefined) return storedContent(store, copies, other, limits)
      }
      return undefined
    },
  }
}

/** The name of a file without its folders. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function alone(content: FileContent): OpenedFile {
  return { contents: [content], [Symbol.asyncDispose]: () => Promise.resolve() }
}
