import { PassThrough } from 'node:stream'
import { BerthError } from '@berth/core'
import { type FileNames, type FileStore, folderOf, type StoredFile, type StoreFacts, safePath } from '@berth/files'
import type { FtpDriver } from './driver.ts'
import { FtpFolders } from './folders.ts'
import { FtpLines } from './lines.ts'
import { listedEntries } from './listing.ts'
import type { FtpOptions } from './options.ts'
import { pieceBytes } from './upload.ts'
import { FtpWriting } from './writing.ts'

/** The files of a folder at an FTP server. */
export class FtpStore implements FileStore {
  readonly #driver: FtpDriver
  readonly #names: FileNames
  readonly #lines: FtpLines
  readonly #folders: FtpFolders
  readonly #writing: FtpWriting
  #product = ''

  constructor(driver: FtpDriver, options: FtpOptions, names: FileNames) {
    this.#driver = driver
    this.#names = names
    this.#lines = new FtpLines(driver, options, names)
    this.#folders = new FtpFolders(driver, options, names, this.#lines)
    this.#writing = new FtpWriting(this.#lines, this.#folders, this)
  }

  /** Logs in for the first time and finds the folder that paths begin in. */
  async open(signal: AbortSignal): Promise<void> {
    const line = await this.#lines.borrow(signal)
    this.#product = line.product
    this.#lines.giveBack(line)
    try {
      await this.#folders.begin(line.home, signal)
    } catch (error) {
      await this.close()
      throw error
    }
  }

  async list(folder: string, signal: AbortSignal): Promise<readonly StoredFile[]> {
    const at = safePath(folder)
    return (await this.#folders.entries(at, signal))
      .filter(({ kind }) => kind === 'file')
      .map(({ name, size, modified }) => ({ path: at === '' ? name : `${at}/${name}`, size, modified }))
  }

  async folders(folder: string, signal: AbortSignal): Promise<readonly string[]> {
    return (await this.#folders.entries(safePath(folder), signal))
      .filter(({ kind }) => kind === 'folder')
      .map(({ name }) => name)
  }

  async find(path: string, signal: AbortSignal): Promise<StoredFile | undefined> {
    const at = safePath(path)
    const full = this.#folders.full(at)
    const facts = await this.#lines.on('find', at, signal, async (line) => {
      if (!line.features.has('MLST')) return null
      if (!(await this.#folders.canEnter(line, folderOf(at)))) return undefined
      const { code, message } = await line.client.sendIgnoringError(`MLST ${full}`)
      return code === 550 ? undefined : message.split('\n').find((one) => one.startsWith(' '))
    })
    if (facts === null) return (await this.list(folderOf(at), signal)).find((file) => file.path === at)
    if (facts === undefined) return undefined
    // The name behind the facts is the whole path.
    const [file] = listedEntries(this.#driver, `${facts.trim().split(' ')[0] ?? ''} file`, new Date())
    return file?.kind !== 'file' ? undefined : { path: at, size: file.size, modified: file.modified }
  }

  async *read(path: string, start: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
    const at = safePath(path)
    if (await this.#folders.leadsAway(at, signal)) throw new BerthError('FILE_MISSING', { file: at })
    const size = await this.#sizeToRead(at, signal)
    const line = await this.#lines.borrow(signal)
    const abort = (): void => line.client.close()
    signal.addEventListener('abort', abort)
    const pieces = new PassThrough({ highWaterMark: pieceBytes })
    const transfer = line.client.downloadTo(pieces, this.#folders.full(at), start)
    transfer.catch(() => undefined)
    let left = size - start
    let whole = false
    try {
      for await (const piece of pieces as AsyncIterable<Buffer>) {
        left -= piece.length
        yield piece
      }
      await transfer
      whole = true
    } catch (error) {
      throw await this.#lines.failure(transfer, error, { call: 'read', file: at }, line, signal)
    } finally {
      signal.removeEventListener('abort', abort)
      if (whole) this.#lines.giveBack(line)
      else line.client.close()
    }
    // A line that was cut can look like the end of the file.
    if (left > 0) throw new BerthError('CONNECTION_LOST', { call: 'read', file: at })
  }

  async write(path: string, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    await this.#writing.upload(safePath(path), 'uploadFrom', 0, bytes, signal)
  }

  async resume(
    path: string,
    from: (start: number) => AsyncIterable<Uint8Array>,
    bytes: number,
    signal: AbortSignal,
  ): Promise<void> {
    const at = safePath(path)
    const begun = await this.find(`${at}.part`, signal)
    const size =
      begun === undefined || begun.size > bytes || (await this.#folders.leadsAway(begun.path, signal)) ? 0 : begun.size
    if (size === 0 || !(await this.#writing.isBeginning(`${at}.part`, size, from, signal)))
      await this.write(at, from(0), signal)
    else await this.#writing.upload(at, 'appendFrom', size, from(size), signal)
  }

  async facts(signal: AbortSignal): Promise<StoreFacts> {
    await this.find('', signal)
    return { product: this.#product, charset: this.#names.charset }
  }

  close(): Promise<void> {
    this.#lines.close()
    return Promise.resolve()
  }

  /** The size of a file that is about to be read. Throws `FILE_MISSING`. */
  async #sizeToRead(path: string, signal: AbortSignal): Promise<number> {
    const size = await this.#lines.on('read', path, signal, async ({ client, features }) => {
      if (features.has('MLST')) return undefined
      const { code, message } = await client.sendIgnoringError(`SIZE ${this.#folders.full(path)}`)
      return code === 213 ? Number(message.slice(4).split(/[ ,]/)[0]) : undefined
    })
    const found = size ?? (await this.find(path, signal))?.size
    if (found === undefined) throw new BerthError('FILE_MISSING', { file: path })
    return found
  }
}
