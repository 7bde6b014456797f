import { setTimeout } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import { type FileMatch, type FilePattern, inFileOrder } from './file-pattern.ts'
import type { FileStore, StoredFile } from './file-store.ts'
import { folderOf } from './safe-path.ts'

/** A file of a set, complete as far as can be seen. */
export interface SetFile extends StoredFile, FileMatch {}

/** The files of a set at one moment. */
export interface FileSet {
  /** Those that are complete, in order. */
  readonly files: readonly SetFile[]
  /** Those that are still being written. */
  readonly unsettled: readonly SetFile[]
}

/** How a set is looked at. */
export interface FileSetReading {
  readonly dataset: string
  /** As the docking writes it, for messages. */
  readonly files: string
  readonly pattern: FilePattern
  readonly settledMs: number
  /** @default 10000 */
  readonly maxFiles: number
  /** Whether a file that was just written is waited for, instead of being left out. */
  readonly waits: boolean
}

/** Names that say of themselves that they are not there yet, or are not data. */
const unfinished =
  /^(?:\.|~\$)|(?:\.(?:part|partial|tmp|temp|filepart|crdownload|download|swp|lock|bak)|~)$|\.(?:manifest|receipt)\.json$/i

/** Whether a file of this name is left alone, whatever pattern it matches. */
export function isLeftAlone(name: string): boolean {
  return unfinished.test(name)
}

/**
 * The files that match, in order. Those still being written are left out: by their name, and by a size or time that has
 * changed within `settledMs`. A store whose clock is not ours is looked at twice for the files that were not seen before.
 */
export class FileSets {
  readonly #store: FileStore
  /** Files that were seen to rest, by path. */
  readonly #settled: Map<string, string> = new Map()

  constructor(store: FileStore) {
    this.#store = store
  }

  /** Rejects with `FILE_SET_TOO_LARGE` and what the store says. */
  async list(reading: FileSetReading, signal: AbortSignal): Promise<FileSet> {
    const all = await this.#look(reading, signal)
    const files = (await this.#settledOf(all, reading, signal)).sort(inFileOrder)
    const settled = new Set(files.map(({ path }) => path))
    return { files, unsettled: all.filter(({ path }) => !settled.has(path)) }
  }

  async #look({ pattern, files, maxFiles }: FileSetReading, signal: AbortSignal): Promise<SetFile[]> {
    const found: SetFile[] = []
    for (const folder of await this.#folders(pattern, signal)) {
      for (const file of await this.#store.list(folder, signal)) {
        const name = file.path.slice(folder === '' ? 0 : folder.length + 1)
        const match = isLeftAlone(name) ? undefined : pattern.match(file.path)
        if (match === undefined) continue
        found.push({ ...file, ...match })
        if (found.length > maxFiles) throw new BerthError('FILE_SET_TOO_LARGE', { files, maximum: maxFiles })
      }
    }
    return found
  }

  async #folders({ steps }: FilePattern, signal: AbortSignal): Promise<readonly string[]> {
    let folders: readonly string[] = ['']
    for (const step of steps.slice(0, -1)) {
      const next: string[] = []
      for (const folder of folders) {
        const under = (name: string): string => (folder === '' ? name : `${folder}/${name}`)
        if (step.literal !== undefined) next.push(under(step.literal))
        else
          for (const name of (await this.#store.folders?.(folder, signal)) ?? [])
            if (step.matches(name)) next.push(under(name))
      }
      folders = next
    }
    return folders
  }

  async #settledOf(
    files: readonly SetFile[],
    { settledMs, waits }: FileSetReading,
    signal: AbortSignal,
  ): Promise<SetFile[]> {
    const now = Date.now()
    const restless: SetFile[] = []
    const settled: SetFile[] = []
    for (const file of files) {
      const rests =
        settledMs === 0 ||
        this.#settled.get(file.path) === stateOf(file) ||
        (this.#store.hasOwnClock === true && now - file.modified >= settledMs && file.modified <= now)
      if (rests) settled.push(file)
      else if (waits || this.#store.hasOwnClock !== true || file.modified > now) restless.push(file)
    }
    if (restless.length > 0) {
      await setTimeout(settledMs, undefined, { signal }).catch(() => {
        throw new BerthError('ABORTED', { call: 'list' })
      })
      // A look at a folder costs a server about what a look at one file does.
      const states = new Map<string, string>()
      for (const folder of new Set(restless.map(({ path }) => folderOf(path))))
        for (const again of await this.#store.list(folder, signal)) states.set(again.path, stateOf(again))
      for (const file of restless) if (states.get(file.path) === stateOf(file)) settled.push(file)
    }
    for (const file of settled) this.#settled.set(file.path, stateOf(file))
    return settled
  }
}

/** What changes when a file does. */
export function stateOf({ size, modified }: StoredFile): string {
  return `${size}.${modified}`
}
