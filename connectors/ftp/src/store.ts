import { createHash } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { BerthError } from '@berth/core'
import {
  type FileNames,
  type FileStore,
  folderOf,
  isSafeStep,
  type StoredFile,
  type StoreFacts,
  safePath,
} from '@berth/files'
import type { FtpDriver } from './driver.ts'
import { type FtpPlace, ftpError } from './errors.ts'
import { folderNow, isBelow } from './folder-now.ts'
import { type FtpLine, openLine } from './line.ts'
import { type ListedEntry, listedEntries } from './listing.ts'
import type { FtpOptions } from './options.ts'
import { type Progress, pieceBytes, upload } from './upload.ts'

/** How much of the end of what is there is compared before an upload goes on behind it. */
const comparedBytes = 65_536

/**
 * The files of a folder at an FTP server. A line serves one call at a time; one that was left in the middle of a transfer is closed, for
 * what the server still says on it would be taken for an answer to the next command. Links to files are left out: FTP does not
 * tell where they lead. A link to a folder counts where the server, once in it, says that it is below the first folder.
 */
export class FtpStore implements FileStore {
  readonly #driver: FtpDriver
  readonly #options: FtpOptions
  readonly #names: FileNames
  readonly #idle: FtpLine[] = []
  #root = ''
  #product = ''
  /** The first folder as the server names it when it is entered. */
  #realRoot: string | undefined
  /** Folders that were entered, and are none that a link leads out to. */
  readonly #entered: Set<string> = new Set()
  /** What the folder that was listed last told to be files. */
  #files: { readonly folder: string; readonly names: ReadonlySet<string> } | undefined

  constructor(driver: FtpDriver, options: FtpOptions, names: FileNames) {
    this.#driver = driver
    this.#options = options
    this.#names = names
  }

  /** Logs in for the first time and finds the folder that paths begin in. */
  async open(signal: AbortSignal): Promise<void> {
    const { folder } = this.#options
    const line = await openLine(this.#driver, this.#options, this.#names, signal)
    this.#product = line.product
    const home = line.home.replace(/\/+$/, '')
    const below = folder?.replace(/\/+$/, '')
    this.#root =
      below === undefined ? home : below.startsWith('/') ? this.#encoded(below) : `${home}/${this.#encoded(below)}`
    this.#idle.push(line)
    const there = await this.#on('find', folder ?? '', signal, async (one) => {
      if (!(await this.#enter(one, ''))) return false
      this.#realRoot = await folderNow(one)
      return true
    })
    if (there) return
    await this.close()
    throw new BerthError('DIRECTORY_MISSING', { directory: folder ?? '/' })
  }

  async list(folder: string, signal: AbortSignal): Promise<readonly StoredFile[]> {
    const at = safePath(folder)
    return (await this.#entries(at, signal))
      .filter(({ kind }) => kind === 'file')
      .map(({ name, size, modified }) => ({ path: at === '' ? name : `${at}/${name}`, size, modified }))
  }

  async folders(folder: string, signal: AbortSignal): Promise<readonly string[]> {
    return (await this.#entries(safePath(folder), signal))
      .filter(({ kind }) => kind === 'folder')
      .map(({ name }) => name)
  }

  async find(path: string, signal: AbortSignal): Promise<StoredFile | undefined> {
    const at = safePath(path)
    const full = this.#full(at)
    const facts = await this.#on('find', at, signal, async (line) => {
      if (!line.features.has('MLST')) return null
      const folder = folderOf(at)
      if (!this.#entered.has(folder) && !(await this.#enter(line, folder))) return undefined
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
    if (await this.#leadsAway(at, signal)) throw new BerthError('FILE_MISSING', { file: at })
    const size = await this.#sizeToRead(at, signal)
    const line = await this.#borrow(signal)
    const abort = (): void => line.client.close()
    signal.addEventListener('abort', abort)
    const pieces = new PassThrough({ highWaterMark: pieceBytes })
    const transfer = line.client.downloadTo(pieces, this.#full(at), start)
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
      throw await this.#failure(transfer, error, { call: 'read', file: at }, line, signal)
    } finally {
      signal.removeEventListener('abort', abort)
      if (whole) this.#giveBack(line)
      else line.client.close()
    }
    // A line that was cut can look like the end of the file.
    if (left > 0) throw new BerthError('CONNECTION_LOST', { call: 'read', file: at })
  }

  async write(path: string, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    await this.#upload(safePath(path), 'uploadFrom', 0, bytes, signal)
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
      begun === undefined || begun.size > bytes || (await this.#leadsAway(begun.path, signal)) ? 0 : begun.size
    if (size === 0 || !(await this.#isBeginning(`${at}.part`, size, from, signal)))
      await this.write(at, from(0), signal)
    else await this.#upload(at, 'appendFrom', size, from(size), signal)
  }

  async facts(signal: AbortSignal): Promise<StoreFacts> {
    await this.find('', signal)
    return { product: this.#product, charset: this.#names.charset }
  }

  async close(): Promise<void> {
    for (const line of this.#idle.splice(0)) line.client.close()
  }

  /** What is in a folder, under names that can be part of a path. A folder that is not there has nothing. */
  async #entries(folder: string, signal: AbortSignal): Promise<readonly ListedEntry[]> {
    const { maxListedFiles } = this.#options
    const text = await this.#on('list', folder, signal, (line) => this.#listing(line, folder))
    if (text === undefined) {
      const name = folder.slice(folder.lastIndexOf('/') + 1)
      if (folder !== '' && (await this.folders(folderOf(folder), signal)).includes(name))
        throw new BerthError('PERMISSION_DENIED', { subject: folder })
      return []
    }
    const entries = listedEntries(this.#driver, this.#names.decode(text, folder), new Date())
    if (entries.length > maxListedFiles)
      throw new BerthError('FILE_LIMIT_EXCEEDED', { file: folder, limit: 'maxListedFiles', maximum: maxListedFiles })
    const found = entries.filter(({ name }) => isSafeStep(name))
    this.#files = { folder, names: new Set(found.flatMap(({ name, kind }) => (kind === 'file' ? [name] : []))) }
    return found
  }

  /** Whether a path is known to be a link, or in a folder that is none. A folder that can be entered and not listed tells nothing. */
  async #leadsAway(path: string, signal: AbortSignal): Promise<boolean> {
    const folder = folderOf(path)
    const name = path.slice(folder === '' ? 0 : folder.length + 1)
    if (this.#files?.folder === folder && this.#files.names.has(name)) return false
    try {
      const entries = await this.#entries(folder, signal)
      return !this.#entered.has(folder) || entries.some((entry) => entry.name === name && entry.kind === 'other')
    } catch (error) {
      if (BerthError.is(error) && error.code === 'PERMISSION_DENIED' && this.#entered.has(folder)) return false
      throw error
    }
  }

  /** Removes what stands in the place of an unfinished file: a server would write through a link. */
  async #clear(line: FtpLine, part: string, signal: AbortSignal): Promise<void> {
    const { code } = await line.client.sendIgnoringError(`DELE ${this.#full(part)}`)
    if (code < 400) return
    this.#files = undefined
    if ((await this.find(part, signal)) !== undefined && (await this.#leadsAway(part, signal)))
      throw new BerthError('PERMISSION_DENIED', { subject: `${part} is a link` })
  }

  #encoded(path: string): string {
    return this.#names.encode(path).toString('latin1')
  }

  #full(path: string): string {
    return `${this.#root}/${this.#encoded(path)}`
  }

  async #borrow(signal: AbortSignal): Promise<FtpLine> {
    for (let line = this.#idle.pop(); line !== undefined; line = this.#idle.pop()) if (!line.client.closed) return line
    return await openLine(this.#driver, this.#options, this.#names, signal)
  }

  #giveBack(line: FtpLine): void {
    if (!line.client.closed) this.#idle.push(line)
  }

  /** Runs a call on a line of its own; the line goes with an abort. */
  async #on<Result>(
    call: FtpPlace['call'],
    file: string,
    signal: AbortSignal,
    work: (line: FtpLine) => Promise<Result>,
  ): Promise<Result> {
    const line = await this.#borrow(signal)
    const abort = (): void => line.client.close()
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
    try {
      return await work(line)
    } catch (error) {
      const failure = await this.#failure(undefined, error, { call, file }, line, signal)
      // What the server still says would be taken for an answer to the next command.
      if (!BerthError.is(error) && !(error instanceof this.#driver.FTPError)) line.client.close()
      throw failure
    } finally {
      signal.removeEventListener('abort', abort)
      this.#giveBack(line)
    }
  }

  /** What went wrong: the transfer knows more than the stream that it broke. */
  async #failure(
    transfer: Promise<unknown> | undefined,
    error: unknown,
    place: Pick<FtpPlace, 'call' | 'file'>,
    line: FtpLine,
    signal: AbortSignal,
  ): Promise<BerthError> {
    if (signal.aborted) return new BerthError('ABORTED', { call: place.call }, { cause: error })
    const cause =
      (await transfer?.then(
        () => undefined,
        (why: unknown) => why,
      )) ?? error
    const { host, port } = this.#options
    return ftpError(cause, { host, port, ...place }, line.client.closed)
  }

  /** Whether the folder could be entered, and is below the first one as far as the server tells. */
  async #enter(line: FtpLine, folder: string): Promise<boolean> {
    const { code } = await line.client.sendIgnoringError(
      `CWD ${folder === '' ? this.#root || '/' : this.#full(folder)}`,
    )
    if (code >= 400) return false
    if (this.#realRoot !== undefined && folder !== '' && !isBelow(await folderNow(line), this.#realRoot)) return false
    this.#entered.add(folder)
    return true
  }

  /** The bytes of a listing. The folder is entered first: with a path behind it, `LIST` means something else to every server. */
  async #listing(line: FtpLine, folder: string): Promise<Uint8Array | undefined> {
    if (!(await this.#enter(line, folder))) return undefined
    let text = ''
    line.client.parseList = (raw) => {
      text = raw
      return []
    }
    await line.client.list('')
    return Buffer.from(text, 'latin1')
  }

  /** The size of a file that is about to be read. Throws `FILE_MISSING`. */
  async #sizeToRead(path: string, signal: AbortSignal): Promise<number> {
    const size = await this.#on('read', path, signal, async ({ client, features }) => {
      if (features.has('MLST')) return undefined
      const { code, message } = await client.sendIgnoringError(`SIZE ${this.#full(path)}`)
      return code === 213 ? Number(message.slice(4).split(/[ ,]/)[0]) : undefined
    })
    const found = size ?? (await this.find(path, signal))?.size
    if (found === undefined) throw new BerthError('FILE_MISSING', { file: path })
    return found
  }

  async #makeFolders(line: FtpLine, folder: string): Promise<void> {
    if (await this.#enter(line, folder)) return
    await this.#makeFolders(line, folderOf(folder))
    await line.client.sendIgnoringError(`MKD ${this.#full(folder)}`)
    if (!(await this.#enter(line, folder))) throw new BerthError('PERMISSION_DENIED', { subject: folder })
  }

  async #upload(
    path: string,
    how: 'uploadFrom' | 'appendFrom',
    start: number,
    bytes: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    const part = `${path}.part`
    const progress: Progress = { sent: 0 }
    try {
      await this.#on('write', path, signal, async (line) => {
        await this.#makeFolders(line, folderOf(path))
        if (how === 'uploadFrom') await this.#clear(line, part, signal)
        await upload(line.client, how, bytes, this.#full(part), progress)
      }).catch((error: unknown) => this.#acceptNothing(error, part, start, progress, signal))
      // FTP has no way to give a file a name only where that is free.
      if ((await this.find(path, signal)) !== undefined) throw new BerthError('FILE_EXISTS', { file: path })
      await this.#on('write', path, signal, async ({ client }) => {
        const { code, message } = await client.sendIgnoringError(`SIZE ${this.#full(part)}`)
        if (code === 213 && Number(message.slice(4)) !== start + progress.sent)
          throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'size' })
        await client.rename(this.#full(part), this.#full(path))
      })
    } catch (error) {
      throw await this.#tidied(progress.failure ?? error, path, signal)
    }
  }

  /**
   * An encrypted data line that ends without a byte is an error to some servers, although they have taken the nothing. ProFTPD
   * sends an alert in one of three.
   */
  async #acceptNothing(
    error: unknown,
    part: string,
    start: number,
    { sent, failure }: Progress,
    signal: AbortSignal,
  ): Promise<void> {
    const refused = BerthError.is(error) && error.code === 'PERMISSION_DENIED'
    if (sent > 0 || failure !== undefined || refused || signal.aborted) throw error
    if ((await this.find(part, signal))?.size !== start) throw error
  }

  /** What was begun is left for `resume` only where the line was lost. */
  async #tidied(error: unknown, path: string, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted || (BerthError.is(error) && error.code === 'CONNECTION_LOST')) return error
    try {
      await this.#on('write', path, signal, ({ client }) =>
        client.sendIgnoringError(`DELE ${this.#full(`${path}.part`)}`),
      )
    } catch {
      // What went wrong first is what is told.
    }
    return error
  }

  /** Whether what is there is how the file begins: by its digest where the server tells one, else by its last bytes. */
  async #isBeginning(
    part: string,
    size: number,
    from: (start: number) => AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const digest = await this.#on('find', part, signal, async ({ client, features }) => {
      if (!/\bSHA-256\*?/.test(features.get('HASH') ?? '')) return undefined
      const { code, message } = await client.sendIgnoringError(`HASH ${this.#full(part)}`)
      return code === 213 ? /\bSHA-256 \S+ ([0-9a-f]{64})\b/i.exec(message)?.[1]?.toLowerCase() : undefined
    })
    const start = digest === undefined ? Math.max(0, size - comparedBytes) : 0
    const ours = createHash('sha256')
    await hashed(from(start), size - start, ours)
    if (digest !== undefined) return ours.digest('hex') === digest
    const theirs = createHash('sha256')
    await hashed(this.read(part, start, signal), Number.POSITIVE_INFINITY, theirs)
    return ours.digest('hex') === theirs.digest('hex')
  }
}

/** Puts the first bytes of a stream into a digest. */
async function hashed(
  bytes: AsyncIterable<Uint8Array>,
  length: number,
  digest: { update(bytes: Uint8Array): unknown },
): Promise<void> {
  let left = length
  for await (const piece of bytes) {
    digest.update(piece.subarray(0, Math.min(left, piece.length)))
    left -= piece.length
    if (left <= 0) return
  }
}
