import { constants } from 'node:fs'
import { type FileHandle, link, lstat, open, unlink } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import { codeOf } from './errors.ts'

const anew = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

/**
 * A file that grows as `<name>.part` beside its place. What stands there, left by a run that was killed or planted, is removed,
 * never followed nor written into. Two that write the same name are told apart by the file itself: the later one stays.
 */
export class Draft implements AsyncDisposable {
  readonly #folder: string
  readonly #name: string
  readonly #handle: FileHandle

  private constructor(folder: string, name: string, handle: FileHandle) {
    this.#folder = folder
    this.#name = name
    this.#handle = handle
  }

  /** Rejects with what the file system says. */
  static async begin(folder: string, name: string): Promise<Draft> {
    const file = path.join(folder, `${name}.part`)
    try {
      return new Draft(folder, name, await open(file, anew, 0o640))
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    await unlink(file)
    return new Draft(folder, name, await open(file, anew, 0o640))
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.#handle.writeFile(bytes)
  }

  /** Gives the file its name, which stays as it is where it is taken (`EEXIST`). */
  async finish(): Promise<void> {
    const target = path.join(this.#folder, this.#name)
    await this.#handle.sync()
    if (await this.#isAt(this.#part)) {
      // A link, unlike a rename, does not take the place of a file that has come meanwhile.
      await link(this.#part, target)
      if (await this.#isAt(target)) return
      await unlink(target)
    }
    throw new BerthError('FILE_UNWRITABLE', { file: `${this.#name}.part`, nativeCode: 'replaced' })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (await this.#isAt(this.#part)) await unlink(this.#part)
    } catch {
      // The next one to write this name removes it.
    } finally {
      await this.#handle.close()
    }
  }

  get #part(): string {
    return path.join(this.#folder, `${this.#name}.part`)
  }

  /** Whether what stands there is the file that was written. */
  async #isAt(file: string): Promise<boolean> {
    const written = await this.#handle.stat({ bigint: true })
    const there = await lstat(file, { bigint: true }).catch(() => undefined)
    return there?.ino === written.ino && there.dev === written.dev
  }
}
