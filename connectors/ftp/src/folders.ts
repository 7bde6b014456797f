import { BerthError } from '@berth/core'
import { type FileNames, folderOf, isSafeStep } from '@berth/files'
import type { FtpDriver } from './driver.ts'
import { folderNow, isBelow } from './folder-now.ts'
import type { FtpLine } from './line.ts'
import type { FtpLines } from './lines.ts'
import { type ListedEntry, listedEntries } from './listing.ts'
import type { FtpOptions } from './options.ts'

/**
 * The folders of a server, from the one that paths begin in. FTP does not tell where links lead: those to files are left out, and
 * one to a folder counts where the server, once in it, says that it is below the first folder.
 */
export class FtpFolders {
  readonly #driver: FtpDriver
  readonly #options: FtpOptions
  readonly #names: FileNames
  readonly #lines: FtpLines
  #root = ''
  /** The first folder as the server names it when it is entered. */
  #realRoot: string | undefined
  /** Folders that were entered, and are none that a link leads out to. */
  readonly #entered: Set<string> = new Set()
  /** What the folder that was listed last told to be files. */
  #files: { readonly folder: string; readonly names: ReadonlySet<string> } | undefined

  constructor(driver: FtpDriver, options: FtpOptions, names: FileNames, lines: FtpLines) {
    this.#driver = driver
    this.#options = options
    this.#names = names
    this.#lines = lines
  }

  /** Finds the folder that paths begin in. Rejects with `DIRECTORY_MISSING`. */
  async begin(homeFolder: string, signal: AbortSignal): Promise<void> {
    const { folder } = this.#options
    const home = homeFolder.replace(/\/+$/, '')
    const below = folder?.replace(/\/+$/, '')
    this.#root =
      below === undefined ? home : below.startsWith('/') ? this.#encoded(below) : `${home}/${this.#encoded(below)}`
    const there = await this.#lines.on('find', folder ?? '', signal, async (line) => {
      if (!(await this.enter(line, ''))) return false
      this.#realRoot = await folderNow(line)
      return true
    })
    if (!there) throw new BerthError('DIRECTORY_MISSING', { directory: folder ?? '/' })
  }

  /** A path as the server has it. */
  full(path: string): string {
    return `${this.#root}/${this.#encoded(path)}`
  }

  /** What is in a folder, under names that can be part of a path. A folder that is not there has nothing. */
  async entries(folder: string, signal: AbortSignal): Promise<readonly ListedEntry[]> {
    const { maxListedFiles } = this.#options
    const text = await this.#lines.on('list', folder, signal, (line) => this.#listing(line, folder))
    if (text === undefined) {
      const isThere = (entry: ListedEntry): boolean => entry.kind === 'folder' && entry.name === nameIn(folder)
      if (folder !== '' && (await this.entries(folderOf(folder), signal)).some(isThere))
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
  async leadsAway(path: string, signal: AbortSignal): Promise<boolean> {
    const folder = folderOf(path)
    const name = nameIn(path)
    if (this.#files?.folder === folder && this.#files.names.has(name)) return false
    try {
      const entries = await this.entries(folder, signal)
      return !this.#entered.has(folder) || entries.some((entry) => entry.name === name && entry.kind === 'other')
    } catch (error) {
      if (BerthError.is(error) && error.code === 'PERMISSION_DENIED' && this.#entered.has(folder)) return false
      throw error
    }
  }

  /** What was listed last may hold no longer. */
  forget(): void {
    this.#files = undefined
  }

  /** Whether the folder could be entered, now or before, and is below the first one. */
  async canEnter(line: FtpLine, folder: string): Promise<boolean> {
    return this.#entered.has(folder) || (await this.enter(line, folder))
  }

  /** Whether the folder could be entered, and is below the first one as far as the server tells. */
  async enter(line: FtpLine, folder: string): Promise<boolean> {
    const { code } = await line.client.sendIgnoringError(`CWD ${folder === '' ? this.#root || '/' : this.full(folder)}`)
    if (code >= 400) return false
    if (this.#realRoot !== undefined && folder !== '' && !isBelow(await folderNow(line), this.#realRoot)) return false
    this.#entered.add(folder)
    return true
  }

  /** Enters a folder, made where it is missing. */
  async make(line: FtpLine, folder: string): Promise<void> {
    if (await this.enter(line, folder)) return
    if (folder === '') throw new BerthError('DIRECTORY_MISSING', { directory: this.#options.folder ?? '/' })
    await this.make(line, folderOf(folder))
    await line.client.sendIgnoringError(`MKD ${this.full(folder)}`)
    if (!(await this.enter(line, folder))) throw new BerthError('PERMISSION_DENIED', { subject: folder })
  }

  /** The bytes of a listing. The folder is entered first: with a path behind it, `LIST` means something else to every server. */
  async #listing(line: FtpLine, folder: string): Promise<Uint8Array | undefined> {
    if (!(await this.enter(line, folder))) return undefined
    let text = ''
    line.client.parseList = (raw) => {
      text = raw
      return []
    }
    await line.client.list('')
    return Buffer.from(text, 'latin1')
  }

  #encoded(path: string): string {
    return this.#names.encode(path).toString('latin1')
  }
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
