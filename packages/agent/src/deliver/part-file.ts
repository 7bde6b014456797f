import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { fileError } from './file-error.ts'

const chunkBytes = 1 << 20

/** What a file grows by. */
export type Piece = string | Uint8Array

/**
 * A file under way that only ever grows: text or bytes go in, bytes are counted and digested on the way. One write is under
 * way at a time while the next text is encoded into a second buffer.
 */
export class PartFile {
  readonly path: string
  readonly #handle: FileHandle
  readonly #hash: Hash
  #bytes: number
  #buffers: [Buffer, Buffer] = [Buffer.alloc(0), Buffer.alloc(0)]
  #writing: Promise<void> = Promise.resolve()

  private constructor(path: string, handle: FileHandle, hash: Hash, bytes: number) {
    this.path = path
    this.#handle = handle
    this.#hash = hash
    this.#bytes = bytes
  }

  /** Begins an empty file, in place of whatever is there. Rejects with `DISK_FULL` or `FILE_UNWRITABLE`. */
  static async create(path: string): Promise<PartFile> {
    const handle = await open(path, 'w', 0o640).catch((cause: unknown) => Promise.reject(fileError(cause, path)))
    return new PartFile(path, handle, createHash('sha256'), 0)
  }

  /** Goes on behind the first `bytes` bytes and cuts the rest. Undefined: the file does not have so many. */
  static async resume(path: string, bytes: number): Promise<PartFile | undefined> {
    let handle: FileHandle | undefined
    try {
      handle = await open(path, 'r+')
      const { size } = await handle.stat()
      if (size >= bytes) {
        await handle.truncate(bytes)
        return new PartFile(path, handle, await digestOf(handle, bytes), bytes)
      }
    } catch (cause) {
      await handle?.close()
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
      throw fileError(cause, path)
    }
    await handle.close()
    return undefined
  }

  /** Bytes so far, those under way included. */
  get bytes(): number {
    return this.#bytes
  }

  /** Takes pieces that follow each other; resolves when those before them are written. */
  async append(pieces: readonly Piece[]): Promise<void> {
    const buffer = this.#encode(pieces)
    if (buffer.length === 0) return
    this.#hash.update(buffer)
    await this.#writing
    const at = this.#bytes
    this.#bytes += buffer.length
    this.#writing = this.#write(buffer, at)
    this.#writing.catch(() => undefined)
  }

  /** Resolves when everything is on the disk. */
  async sync(): Promise<void> {
    await this.#writing
    try {
      await this.#handle.datasync()
    } catch (cause) {
      throw fileError(cause, this.path)
    }
  }

  /** SHA-256 of everything appended, hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => undefined)
    await this.#handle.close()
  }

  /** Closes the file and removes it. */
  async discard(): Promise<void> {
    await this.close()
    await unlink(this.path).catch((cause: unknown) => Promise.reject(fileError(cause, this.path)))
  }

  #encode(pieces: readonly Piece[]): Buffer {
    const [next, other] = this.#buffers
    let most = 0
    for (const piece of pieces) most += typeof piece === 'string' ? piece.length * 3 : piece.length
    // The buffers stay as they are: the other one may be under way.
    if (most === 0) return next.subarray(0, 0)
    const room = most <= next.length ? next : Buffer.allocUnsafeSlow(Math.max(most, chunkBytes))
    this.#buffers = [other, room]
    let length = 0
    for (const piece of pieces) {
      if (typeof piece === 'string') length += room.write(piece, length)
      else {
        room.set(piece, length)
        length += piece.length
      }
    }
    return room.subarray(0, length)
  }

  async #write(buffer: Buffer, at: number): Promise<void> {
    try {
      let done = 0
      while (done < buffer.length) {
        const { bytesWritten } = await this.#handle.write(buffer, done, buffer.length - done, at + done)
        done += bytesWritten
      }
    } catch (cause) {
      throw fileError(cause, this.path)
    }
  }
}

async function digestOf(handle: FileHandle, bytes: number): Promise<Hash> {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(chunkBytes)
  let at = 0
  while (at < bytes) {
    const { bytesRead } = await handle.read(chunk, 0, Math.min(chunkBytes, bytes - at), at)
    if (bytesRead === 0) break
    hash.update(chunk.subarray(0, bytesRead))
    at += bytesRead
  }
  return hash
}
