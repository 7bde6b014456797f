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
import type { Conversation } from './conversation.ts'
import { statusError } from './errors.ts'
import type { Line } from './line.ts'
import type { FileAttributes } from './packets.ts'
import { openFor, RemoteFiles } from './remote-files.ts'
import { downloaded, uploaded } from './transfer.ts'

/** How much of what is there is compared before an upload goes on behind it. */
const comparedBytes = 65_536

export interface SftpStoreSettings {
  readonly line: Line
  readonly conversation: Conversation
  /** Where paths begin, as the server says it without links. */
  readonly root: Buffer
  readonly names: FileNames
  readonly maxListedFiles: number
}

/** The files of a folder at an SFTP server. A link counts as what it leads to, unless that is outside the folder. */
export class SftpStore implements FileStore {
  readonly #settings: SftpStoreSettings
  readonly #files: RemoteFiles

  constructor(settings: SftpStoreSettings) {
    this.#settings = settings
    this.#files = new RemoteFiles(settings.conversation)
  }

  async list(folder: string, signal: AbortSignal): Promise<readonly StoredFile[]> {
    const found: StoredFile[] = []
    for (const { path, kind, attributes } of await this.#entries(safePath(folder), signal)) {
      const file =
        kind === 'file' ? stored(path, attributes) : kind === 'link' ? await this.find(path, signal) : undefined
      if (file !== undefined) found.push(file)
    }
    return found
  }

  async folders(folder: string, signal: AbortSignal): Promise<readonly string[]> {
    const found: string[] = []
    for (const { path, name, kind } of await this.#entries(safePath(folder), signal)) {
      const isFolder = kind === 'folder' || (kind === 'link' && (await this.#kindAt(path, signal)) === 'folder')
      if (isFolder) found.push(name)
    }
    return found
  }

  async find(path: string, signal: AbortSignal): Promise<StoredFile | undefined> {
    const at = safePath(path)
    const real = await this.#inside(at, signal)
    if (real === undefined) return undefined
    const attributes = await this.#files.attributes('stat', real, at, signal)
    return attributes === undefined || kindOf(attributes) !== 'file' ? undefined : stored(at, attributes)
  }

  async *read(path: string, start: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
    const at = safePath(path)
    const real = await this.#inside(at, signal)
    if (real === undefined) throw new BerthError('FILE_MISSING', { file: at })
    yield* downloaded(this.#files, real, { file: at, start, signal })
  }

  async write(path: string, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const at = safePath(path)
    await this.#makeFolders(folderOf(at), signal)
    await this.#refuseLink(`${at}.part`, signal)
    await this.#upload(at, openFor.writeAnew, 0, bytes, signal)
  }

  async resume(
    path: string,
    from: (start: number) => AsyncIterable<Uint8Array>,
    bytes: number,
    signal: AbortSignal,
  ): Promise<void> {
    const at = safePath(path)
    const size = await this.#begun(at, from, bytes, signal)
    if (size === 0) await this.write(at, from(0), signal)
    else await this.#upload(at, openFor.write, size, from(size), signal)
  }

  async facts(signal: AbortSignal): Promise<StoreFacts> {
    await this.find('', signal)
    const { line, names } = this.#settings
    return { product: line.product, charset: names.charset }
  }

  close(): Promise<void> {
    return this.#settings.line.close()
  }

  #full(path: string): Buffer {
    const { root, names } = this.#settings
    return path === '' ? root : below(root, names.encode(path))
  }

  /** The path without links. Undefined: there is nothing, or a link leads outside. */
  async #inside(path: string, signal: AbortSignal): Promise<Buffer | undefined> {
    const { root } = this.#settings
    const real = await this.#files.realPath(this.#full(path), path, signal)
    if (real === undefined) return undefined
    const inside = real.equals(root) || (real.subarray(0, root.length).equals(root) && isStep(real, root.length))
    return inside ? real : undefined
  }

  /** What is in a folder, under names that can be part of a path. */
  async #entries(folder: string, signal: AbortSignal): Promise<readonly Entry[]> {
    const { names, maxListedFiles } = this.#settings
    const real = await this.#inside(folder, signal)
    const listed = real === undefined ? [] : ((await this.#files.folder(real, folder, maxListedFiles, signal)) ?? [])
    const entries: Entry[] = []
    for (const { name: bytes, line, attributes } of listed) {
      const kind = kindOf(attributes, line)
      if (kind === 'other') continue
      const name = names.decode(bytes, folder)
      if (isSafeStep(name)) entries.push({ name, path: folder === '' ? name : `${folder}/${name}`, kind, attributes })
    }
    return entries
  }

  async #makeFolders(folder: string, signal: AbortSignal): Promise<void> {
    if (folder === '' || (await this.#kindAt(folder, signal)) === 'folder') return
    await this.#makeFolders(folderOf(folder), signal)
    await this.#refuseLink(folder, signal)
    try {
      await this.#files.makeFolder(this.#full(folder), folder, signal)
    } catch (error) {
      // Somebody else may have made it meanwhile.
      if ((await this.#kindAt(folder, signal)) !== 'folder') throw error
    }
  }

  /** What is there when links are followed. Undefined: nothing. */
  async #kindAt(path: string, signal: AbortSignal): Promise<Kind | undefined> {
    const real = await this.#inside(path, signal)
    const attributes = real === undefined ? undefined : await this.#files.attributes('stat', real, path, signal)
    return attributes === undefined ? undefined : kindOf(attributes)
  }

  /** What is written must not go where a link says, for that may be outside. Not every server tells links by `lstat`. */
  async #refuseLink(path: string, signal: AbortSignal): Promise<void> {
    const folder = (await this.#inside(folderOf(path), signal)) ?? this.#full(folderOf(path))
    const name = this.#settings.names.encode(path.slice(path.lastIndexOf('/') + 1))
    const real = await this.#files.realPath(this.#full(path), path, signal)
    if (real !== undefined && !real.equals(below(folder, name)))
      throw new BerthError('PERMISSION_DENIED', { subject: `${path} (symlink)` })
  }

  /** How many bytes of a file are there under its name with `.part`; 0 when they are not those of this file. */
  async #begun(
    path: string,
    from: (start: number) => AsyncIterable<Uint8Array>,
    bytes: number,
    signal: AbortSignal,
  ): Promise<number> {
    const part = `${path}.part`
    await this.#refuseLink(part, signal)
    const attributes = await this.#files.attributes('lstat', this.#full(part), part, signal)
    const size = attributes?.size ?? 0
    if (size === 0 || size > bytes || attributes === undefined || kindOf(attributes) !== 'file') return 0
    for (const start of new Set([0, Math.max(0, size - comparedBytes)])) {
      const length = Math.min(comparedBytes, size - start)
      const there = await beginning(downloaded(this.#files, this.#full(part), { file: part, start, signal }), length)
      if (!there.equals(await beginning(from(start), length))) return 0
    }
    return size
  }

  async #upload(
    path: string,
    flags: number,
    start: number,
    bytes: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    const part = `${path}.part`
    try {
      await uploaded(this.#files, this.#full(part), bytes, { file: part, flags, start, signal })
      await this.#rename(part, path, signal)
    } catch (error) {
      if (signal.aborted || this.#settings.line.lost() !== undefined) throw error
      const full = isUntold(error) && (await this.#files.isFull(this.#full(folderOf(path)), signal).catch(() => false))
      await this.#files.remove(this.#full(part), part, signal).catch(() => undefined)
      throw full ? statusError(noSpace, 'write', path) : error
    }
  }

  /** Gives the file its name; one that is taken stays as it is. Version 3 says that a server refuses that, and not every one does. */
  async #rename(part: string, path: string, signal: AbortSignal): Promise<void> {
    const [from, to] = [this.#full(part), this.#full(path)]
    const isTaken = async (): Promise<boolean> =>
      (await this.#files.attributes('lstat', to, path, signal)) !== undefined
    if (await isTaken()) throw new BerthError('FILE_EXISTS', { file: path })
    try {
      await this.#files.rename(from, to, path, signal)
    } catch (error) {
      if (isUntold(error) && (await isTaken())) throw new BerthError('FILE_EXISTS', { file: path }, { cause: error })
      throw error
    }
  }
}

const slash = 0x2f
const noSpace = 14

function below(folder: Buffer, path: Buffer): Buffer {
  return Buffer.concat([folder, Buffer.from(folder.at(-1) === slash ? '' : '/'), path])
}

function isStep(path: Buffer, at: number): boolean {
  return path[at] === slash || path[at - 1] === slash
}

/** Version 3 has one status for whatever went wrong at the disk. */
function isUntold(error: unknown): boolean {
  return BerthError.is(error) && error.code === 'QUERY_FAILED'
}

function stored(path: string, { size = 0, modified = 0 }: FileAttributes): StoredFile {
  return { path, size, modified: modified * 1000 }
}

const [kindBits, regularFile, directory, symbolicLink] = [0o170000, 0o100000, 0o040000, 0o120000]

type Kind = 'file' | 'folder' | 'link' | 'other'

interface Entry {
  readonly name: string
  readonly path: string
  readonly kind: Kind
  readonly attributes: FileAttributes
}

/** What a name stands for: by its mode, or by the line of `ls -l` where a server tells no modes. */
function kindOf({ mode = 0 }: FileAttributes, line?: Buffer): Kind {
  const bits = mode & kindBits
  if (bits === regularFile) return 'file'
  if (bits === directory) return 'folder'
  if (bits !== 0) return bits === symbolicLink ? 'link' : 'other'
  const first = String.fromCharCode(line?.[0] ?? 0)
  return first === 'l' ? 'link' : first === 'd' ? 'folder' : 'file'
}

/** The first bytes of a stream, and its end. */
async function beginning(bytes: AsyncIterable<Uint8Array>, length: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let gathered = 0
  for await (const piece of bytes) {
    pieces.push(piece)
    gathered += piece.length
    if (gathered >= length) break
  }
  return Buffer.concat(pieces).subarray(0, length)
}
