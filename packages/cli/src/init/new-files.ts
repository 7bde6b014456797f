import { mkdir, rmdir, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Files that are made together: what was made is gone again, with the folders made for it, unless `keep` says that all of them are there.
 * A file that was there before is neither overwritten nor taken away.
 */
export class NewFiles implements AsyncDisposable {
  #undo: (() => Promise<void>)[] = []

  /** Rejects as the file system does, with `EEXIST` for a file that is there. */
  async write(file: string, content: string | Uint8Array): Promise<void> {
    await this.folder(dirname(file))
    try {
      await writeFile(file, content, { flag: 'wx' })
    } catch (error) {
      // A full disk leaves a part of the file.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) this.made(file)
      throw error
    }
    this.made(file)
  }

  /** Makes a folder, with those above it, where it is not there. */
  async folder(folder: string): Promise<void> {
    const first = await mkdir(folder, { recursive: true })
    if (first === undefined) return
    const folders = [folder]
    for (let place = folder; place !== first && dirname(place) !== place; place = dirname(place))
      folders.push(dirname(place))
    for (const each of folders.toReversed()) this.#undo.push(() => rmdir(each))
  }

  /** A file that somebody else made is one of them too. */
  made(file: string): void {
    this.#undo.push(() => unlink(file))
  }

  /** All are there: they stay. */
  keep(): void {
    this.#undo = []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const undo of this.#undo.toReversed()) await undo().catch(() => undefined)
  }
}
