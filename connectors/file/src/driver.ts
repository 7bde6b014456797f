import { constants } from 'node:fs'
import { access, type FileHandle, mkdir, open, readdir, realpath, stat } from 'node:fs/promises'
import { release, type } from 'node:os'
import path from 'node:path'
import { BerthError } from '@berth/core'
import { type FileStore, folderOf, isSafeStep, type StoredFile, type StoreFacts, safePath } from '@berth/files'
import { Draft } from './draft.ts'
import { codeOf, folderError } from './errors.ts'

const chunkBytes = 1 << 18

/**
 * A folder of this machine. Every path is looked up to where it really lies before it is opened: a link that leads out of the folder is
 * as if it were not there, and a pipe or a device is no file.
 */
export class LocalFolder implements FileStore {
  readonly hasOwnClock = true
  readonly #root: string

  private constructor(root: string) {
    this.#root = root
  }

  /** Rejects with `DIRECTORY_MISSING`. */
  static async open(folder: string): Promise<LocalFolder> {
    try {
      const root = await realpath(folder)
      if ((await stat(root)).isDirectory()) return new LocalFolder(root)
    } catch (cause) {
      if (codeOf(cause) !== 'ENOENT') throw folderError(cause, 'read', path.basename(folder))
    }
    throw new BerthError('DIRECTORY_MISSING', { directory: path.basename(folder) })
  }

  async list(folder: string, signal: AbortSignal): Promise<readonly StoredFile[]> {
    const found: StoredFile[] = []
    for (const name of await this.#names(folder, signal)) {
      const file = await this.find(folder === '' ? name : `${folder}/${name}`, signal)
      if (file !== undefined) found.push(file)
    }
    return found
  }

  async folders(folder: string, signal: AbortSignal): Promise<readonly string[]> {
    const found: string[] = []
    for (const name of await this.#names(folder, signal)) {
      const real = await this.#real(folder === '' ? name : `${folder}/${name}`)
      if (real !== undefined && (await stat(real)).isDirectory()) found.push(name)
    }
    return found
  }

  async find(file: string, signal: AbortSignal): Promise<StoredFile | undefined> {
    this.#go(signal)
    try {
      const real = await this.#real(safePath(file))
      if (real === undefined) return undefined
      const facts = await stat(real)
      return facts.isFile()
        ? { path: safePath(file), size: facts.size, modified: Math.floor(facts.mtimeMs) }
        : undefined
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT') return undefined
      throw folderError(cause, 'read', file)
    }
  }

  async *read(file: string, start: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
    let handle: FileHandle | undefined
    try {
      handle = await this.#opened(file)
      for (let at = start; ; ) {
        this.#go(signal)
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, at)
        if (bytesRead === 0) return
        at += bytesRead
        yield buffer.subarray(0, bytesRead)
      }
    } catch (cause) {
      throw folderError(cause, 'read', file)
    } finally {
      await handle?.close()
    }
  }

  async write(file: string, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const target = safePath(file)
    const name = target.slice(folderOf(target) === '' ? 0 : folderOf(target).length + 1)
    try {
      const folder = await this.#made(folderOf(target))
      {
        await using draft = await Draft.begin(folder, name)
        for await (const chunk of bytes) {
          this.#go(signal)
          await draft.append(chunk)
        }
        await draft.finish()
      }
      await syncFolder(folder)
    } catch (cause) {
      throw folderError(cause, 'write', target)
    }
  }

  async localPath(file: string): Promise<string> {
    const real = await this.#real(safePath(file)).catch((cause: unknown) =>
      Promise.reject(folderError(cause, 'read', file)),
    )
    if (real === undefined) throw new BerthError('FILE_MISSING', { file })
    return real
  }

  async facts(signal: AbortSignal): Promise<StoreFacts> {
    await this.#names('', signal)
    const writable = await access(this.#root, constants.W_OK).then(
      () => true,
      () => false,
    )
    return { product: `${type()} ${release()}`, clock: new Date().toISOString(), writable }
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  async #names(folder: string, signal: AbortSignal): Promise<readonly string[]> {
    this.#go(signal)
    try {
      const real = await this.#real(safePath(folder))
      return real === undefined ? [] : (await readdir(real)).filter(isSafeStep)
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return []
      throw folderError(cause, 'read', folder)
    }
  }

  /** Where a path really lies. Undefined: outside, or nowhere. */
  async #real(file: string): Promise<string | undefined> {
    try {
      const real = await realpath(path.join(this.#root, file))
      const inside =
        real === this.#root || real.startsWith(this.#root.endsWith(path.sep) ? this.#root : this.#root + path.sep)
      return inside ? real : undefined
    } catch (cause) {
      if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(cause))) return undefined
      throw cause
    }
  }

  /** Opens a file that is one, at the place that was looked up: not through a link that has come since. */
  async #opened(file: string): Promise<FileHandle> {
    const real = await this.#real(safePath(file))
    if (real === undefined) throw new BerthError('FILE_MISSING', { file })
    const handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    if ((await handle.stat()).isFile()) return handle
    await handle.close()
    throw new BerthError('FILE_MISSING', { file })
  }

  /** The real path of a folder, made where it is missing, step by step: none of them a link that leads out. */
  async #made(folder: string): Promise<string> {
    let known = ''
    let real: string | undefined = this.#root
    for (const step of folder.split('/').filter((each) => each !== '')) {
      known = known === '' ? step : `${known}/${step}`
      real = await this.#real(known)
      if (real !== undefined) continue
      await mkdir(path.join(this.#root, known)).catch((error: unknown) => {
        // Somebody else may have made it meanwhile.
        if (codeOf(error) !== 'EEXIST') throw error
      })
      real = await this.#real(known)
      if (real === undefined)
        throw new BerthError('PARAMETER_INVALID', { parameter: 'path', problem: 'path-elsewhere' })
    }
    return real
  }

  #go(signal: AbortSignal): void {
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'files' })
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
