import { setTimeout } from 'node:timers/promises'
import { BerthError, type Dataset, type DefinitionDoubt } from '@berth/core'
import { TemporaryCopies } from '../archives/temporary-copies.ts'
import type { FileContent } from '../codecs/codec.ts'
import type { FileLimits } from '../codecs/limits.ts'
import type { FileDataset } from '../definition/file-dataset.ts'
import { filePattern } from '../store/file-pattern.ts'
import { isLeftAlone, stateOf } from '../store/file-set.ts'
import type { FileStore, StoredFile } from '../store/file-store.ts'
import { openFile } from '../store/stored-content.ts'
import { doubt } from './doubts.ts'
import { draftBatches } from './draft-batches.ts'
import { draftDataset } from './draft-dataset.ts'
import { type FileGroup, groupFiles } from './group-files.ts'
import { unrecognised } from './unrecognised.ts'

/** A place with files, and the datasets that are defined there already. */
export interface FolderToDescribe {
  readonly connector: string
  readonly store: FileStore
  readonly datasets: ReadonlyMap<string, FileDataset>
  readonly maxCopyBytes: number
  readonly limits?: FileLimits
}

const mostFiles = 10_000
const mostSets = 200
const settledMs = 2_000

/** Files that belong to others: memos and indexes of tables, shapes, signatures and flags that say that a file is complete. */
const companions =
  /\.(?:dbt|fpt|cpg|cdx|idx|mdx|ndx|prj|shp|shx|sbn|sbx|md5|sha1|sha256|sig|asc|ok|done|end|flag|ctl|xsd|dtd)$/i

/**
 * Drafts a dataset for each set of files in the folder and those one level below it that no dataset is defined for: one file of each
 * is looked at. A set that cannot be told has the reason as its `refusal`.
 */
export async function* describeFolder(folder: FolderToDescribe, signal: AbortSignal): AsyncGenerator<Dataset, void> {
  const { datasets, connector } = folder
  const defined = [...datasets.values()].map(({ files }) => filePattern(files))
  const all = await filesOf(folder.store, signal)
  const manifests = new Set(all.filter(({ path }) => path.endsWith('.manifest.json')).map(({ path }) => path))
  const files = all.filter(({ path }) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    return (
      !isLeftAlone(name) && !companions.test(name) && defined.every((pattern) => pattern?.match(path) === undefined)
    )
  })
  const groups = groupFiles(files.slice(0, mostFiles), new Set(datasets.keys()))
  const looked = groups.slice(0, mostSets)
  const newest = await settledFiles(folder.store, looked, signal)
  for (const group of looked) {
    try {
      const file = newest.get(group)
      if (file === undefined) throw new BerthError('FILE_GROWING', { file: group.pattern })
      const manifest = group.files.map(({ path }) => `${path}.manifest.json`).findLast((path) => manifests.has(path))
      yield manifest === undefined
        ? await draftGroup(folder, group, file, signal)
        : await draftBatches(folder, group, manifest, signal)
    } catch (failure) {
      const error = BerthError.from(failure, 'INTERNAL', { subject: `${connector}.describe` })
      if (signal.aborted || !isOfTheFile(error)) throw error
      yield refused(group.pattern, error)
    }
  }
  if (files.length > mostFiles)
    yield refused('*', new BerthError('FILE_SET_TOO_LARGE', { files: '*', maximum: mostFiles }))
  if (groups.length > mostSets)
    yield refused('*', new BerthError('FILE_SET_TOO_LARGE', { files: '*', maximum: mostSets }))
}

const ofTheFile: ReadonlySet<string> = new Set([
  'FILE_GROWING',
  'FILE_UNREADABLE',
  'FILE_CHARSET_CONTRADICTED',
  'CHARSET_UNKNOWN',
  'BATCH_MANIFEST_INVALID',
  'DEFINITION_INVALID',
  'INTERNAL',
])

/** Whether an error is about one file, so that the others can be looked at. */
function isOfTheFile({ code, origin }: BerthError): boolean {
  return origin === 'data' || ofTheFile.has(code)
}

function refused(name: string, refusal: BerthError): Dataset {
  return { name, kind: 'file', columns: [], key: [], refusal }
}

/** The files of the folder and of the folders in it. */
async function filesOf(store: FileStore, signal: AbortSignal): Promise<readonly StoredFile[]> {
  const files = [...(await store.list('', signal))]
  for (const folder of (await store.folders?.('', signal)) ?? []) {
    if (files.length > mostFiles) break
    if (!isLeftAlone(folder)) files.push(...(await store.list(folder, signal)))
  }
  return files
}

/** Of each group the last file that is not empty, if it is complete: unchanged for as long as a file has to be. */
async function settledFiles(
  store: FileStore,
  groups: readonly FileGroup[],
  signal: AbortSignal,
): Promise<ReadonlyMap<FileGroup, StoredFile>> {
  const settled = new Map<FileGroup, StoredFile>()
  const restless: [FileGroup, StoredFile][] = []
  for (const group of groups) {
    const file = group.files.findLast(({ size }) => size > 0) ?? group.files.at(-1)
    if (file === undefined) continue
    const age = Date.now() - file.modified
    if (store.hasOwnClock === true && age >= settledMs) settled.set(group, file)
    else restless.push([group, file])
  }
  if (restless.length > 0) {
    await setTimeout(settledMs, undefined, { signal }).catch(() => {
      throw new BerthError('ABORTED', { call: 'describe' })
    })
  }
  for (const [group, file] of restless) {
    const again = await store.find(file.path, signal)
    if (again !== undefined && stateOf(again) === stateOf(file)) settled.set(group, file)
  }
  return settled
}

async function draftGroup(
  folder: FolderToDescribe,
  group: FileGroup,
  file: StoredFile,
  signal: AbortSignal,
): Promise<Dataset> {
  const { connector } = folder
  await using copies = new TemporaryCopies(folder.maxCopyBytes)
  await using opened = await openFile({ ...folder, copies }, file, '*', signal)
  const { name, pattern } = group
  const doubts = doubtsOf(group)
  if (!/\.zip$/i.test(file.path)) {
    const [content] = opened.contents
    if (content === undefined) throw unrecognised({ name: pattern }, 'unopened')
    return await draftDataset({ connector, name, entries: { files: pattern }, doubts, content }, signal)
  }
  const { content, entries, others } = chosenEntry(opened.contents, pattern)
  if (others.length > 0) doubts.push(doubt('entries', 'entries', { names: others.join(', ') }))
  return await draftDataset({ connector, name, entries: { files: pattern, entries }, doubts, content }, signal)
}

function doubtsOf(group: FileGroup): DefinitionDoubt[] {
  if (group.perhapsNumbered) return [doubt('files', 'single')]
  return group.dated || group.files.length > 1 ? [doubt('files', 'together')] : []
}

interface ChosenEntry {
  readonly content: FileContent
  readonly entries: string
  readonly others: readonly string[]
}

/** Of the files in an archive those that are most. */
function chosenEntry(contents: readonly FileContent[], file: string): ChosenEntry {
  const named = contents.map(({ name, size = 0 }) => ({
    path: name.slice(name.lastIndexOf('/') + 1),
    size,
    modified: 0,
  }))
  const groups = groupFiles(named, new Set()).toSorted((one, other) => other.files.length - one.files.length)
  const [most, ...others] = groups
  const first = most?.files.at(-1)?.path
  const content = contents.find(({ name }) => name.slice(name.lastIndexOf('/') + 1) === first)
  if (most === undefined || content === undefined) throw unrecognised({ name: file }, 'archive-empty')
  return { content, entries: most.pattern, others: others.map(({ pattern }) => pattern) }
}
