import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from './data-file.ts'
import { fileError } from './file-error.ts'

const first = 999_999_999

/**
 * Scripts that put back what batches changed, one file each, readable by their owner only. Names sort the newest first:
 * read in the order of their names they take back one batch after the other.
 */
export class UndoFolder {
  readonly #folder: string
  #next: number | undefined
  #known: Map<string, string> = new Map()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Writes the script of a batch durably, in place of one that is there for it. Rejects with `FILE_UNWRITABLE`, `DISK_FULL`. */
  async keep(batch: string, script: string): Promise<void> {
    if (script === '') return
    try {
      await this.#list()
      const label = batch.replace(/[^A-Za-z0-9._-]+/g, '_')
      const name = this.#known.get(label) ?? `${String((this.#next ?? first) - 1).padStart(9, '0')}-${label}.sql`
      if (!this.#known.has(label)) this.#next = Number(name.slice(0, 9))
      this.#known.set(label, name)
      const draft = join(this.#folder, `${name}.part`)
      // What is there may be a link, or a file of others that they could read.
      await rm(draft, { force: true })
      const handle = await open(draft, 'wx', 0o600)
      try {
        await handle.writeFile(script)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(draft, join(this.#folder, name))
      await syncFolder(this.#folder)
    } catch (cause) {
      throw fileError(cause, this.#folder)
    }
  }

  async #list(): Promise<void> {
    if (this.#next !== undefined) return
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const names = (await readdir(this.#folder)).filter((name) => /^\d{9}-.*\.sql$/.test(name))
    this.#next = Math.min(first, ...names.map((name) => Number(name.slice(0, 9))))
    this.#known = new Map(names.map((name) => [name.slice(10, -4), name]))
  }
}
