import { createHash } from 'node:crypto'
import { BerthError } from '@berth/core'
import { type FileStore, folderOf } from '@berth/files'
import type { FtpFolders } from './folders.ts'
import type { FtpLine } from './line.ts'
import type { FtpLines } from './lines.ts'
import { type Progress, upload } from './upload.ts'

/** How much of the end of what is there is compared before an upload goes on behind it. */
const comparedBytes = 65_536

/** Writes files whole: each grows as `<name>.part` and gets its name when the server has all of it. */
export class FtpWriting {
  readonly #lines: FtpLines
  readonly #folders: FtpFolders
  /** Where what is there already is looked at. */
  readonly #store: Pick<FileStore, 'find' | 'read'>

  constructor(lines: FtpLines, folders: FtpFolders, store: Pick<FileStore, 'find' | 'read'>) {
    this.#lines = lines
    this.#folders = folders
    this.#store = store
  }

  /** Sends the bytes of a file from `start` on. */
  async upload(
    path: string,
    how: 'uploadFrom' | 'appendFrom',
    start: number,
    bytes: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    const part = `${path}.part`
    const progress: Progress = { sent: 0 }
    try {
      await this.#lines
        .on('write', path, signal, async (line) => {
          await this.#folders.make(line, folderOf(path))
          if (how === 'uploadFrom') await this.#clear(line, part, signal)
          await upload(line.client, how, bytes, this.#folders.full(part), progress)
        })
        .catch((error: unknown) => this.#acceptNothing(error, part, start, progress, signal))
      // FTP has no way to give a file a name only where that is free.
      if ((await this.#store.find(path, signal)) !== undefined) throw new BerthError('FILE_EXISTS', { file: path })
      await this.#lines.on('write', path, signal, async ({ client }) => {
        const { code, message } = await client.sendIgnoringError(`SIZE ${this.#folders.full(part)}`)
        if (code === 213 && Number(message.slice(4)) !== start + progress.sent)
          throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'size' })
        await client.rename(this.#folders.full(part), this.#folders.full(path))
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
    if ((await this.#store.find(part, signal))?.size !== start) throw error
  }

  /** What was begun is left for `resume` only where the line was lost. */
  async #tidied(error: unknown, path: string, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted || (BerthError.is(error) && error.code === 'CONNECTION_LOST')) return error
    try {
      await this.#lines.on('write', path, signal, ({ client }) =>
        client.sendIgnoringError(`DELE ${this.#folders.full(`${path}.part`)}`),
      )
    } catch {
      // What went wrong first is what is told.
    }
    return error
  }

  /** Whether what is there is how the file begins: by its digest where the server tells one, else by its last bytes. */
  async isBeginning(
    part: string,
    size: number,
    from: (start: number) => AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const digest = await this.#lines.on('find', part, signal, async ({ client, features }) => {
      if (!/\bSHA-256\*?/.test(features.get('HASH') ?? '')) return undefined
      const { code, message } = await client.sendIgnoringError(`HASH ${this.#folders.full(part)}`)
      return code === 213 ? /\bSHA-256 \S+ ([0-9a-f]{64})\b/i.exec(message)?.[1]?.toLowerCase() : undefined
    })
    const start = digest === undefined ? Math.max(0, size - comparedBytes) : 0
    const ours = createHash('sha256')
    await hashed(from(start), size - start, ours)
    if (digest !== undefined) return ours.digest('hex') === digest
    const theirs = createHash('sha256')
    await hashed(this.#store.read(part, start, signal), Number.POSITIVE_INFINITY, theirs)
    return ours.digest('hex') === theirs.digest('hex')
  }

  /** Removes what stands in the place of an unfinished file: a server would write through a link. */
  async #clear(line: FtpLine, part: string, signal: AbortSignal): Promise<void> {
    const { code } = await line.client.sendIgnoringError(`DELE ${this.#folders.full(part)}`)
    if (code < 400) return
    this.#folders.forget()
    if ((await this.#store.find(part, signal)) !== undefined && (await this.#folders.leadsAway(part, signal)))
      throw new BerthError('PERMISSION_DENIED', { subject: `${part} (symlink)` })
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
