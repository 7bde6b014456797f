import { BerthError } from '@berth/core'
import type { Conversation } from './conversation.ts'
import { statusError } from './errors.ts'
import { type FileAttributes, type PacketField, type PacketReader, packet } from './packets.ts'

/** How a file is opened (section 6.3). */
export const openFor: Readonly<Record<'read' | 'write' | 'writeAnew', number>> = {
  read: 0x01,
  write: 0x0a,
  writeAnew: 0x1a,
}

const endOfFile = 1
const noSuchFile = 2
const noSuchPath = 10

/** What one name of a folder stands for. */
export interface FolderEntry {
  readonly name: Buffer
  readonly attributes: FileAttributes
  /** The line that `ls -l` would print, where a server says no more than that. */
  readonly line: Buffer
}

/** The requests of SFTP, one method each. Paths are the server's own, as bytes; `file` names them in errors. */
export class RemoteFiles {
  readonly #conversation: Conversation

  constructor(conversation: Conversation) {
    this.#conversation = conversation
  }

  /** The path without links, as the server sees it. Undefined: there is none. */
  async realPath(path: Buffer, file: string, signal: AbortSignal): Promise<Buffer | undefined> {
    const reply = await this.#conversation.request(packet.realpath, [path], signal)
    if (isMissing(reply)) return undefined
    expectKind(reply, packet.name, 'find', file)
    if (reply.uint32() < 1) throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'realpath' })
    return reply.bytes()
  }

  /** Undefined: there is none. `lstat` does not follow a link. */
  async attributes(
    how: 'stat' | 'lstat',
    path: Buffer,
    file: string,
    signal: AbortSignal,
  ): Promise<FileAttributes | undefined> {
    const reply = await this.#conversation.request(packet[how], [path], signal)
    if (isMissing(reply)) return undefined
    return expectKind(reply, packet.attrs, 'find', file).attributes()
  }

  async sizeOf(handle: Buffer, file: string, signal: AbortSignal): Promise<number | undefined> {
    const reply = await this.#conversation.request(packet.fstat, [handle], signal)
    return expectKind(reply, packet.attrs, 'find', file).attributes().size
  }

  async open(path: Buffer, flags: number, file: string, signal: AbortSignal): Promise<Buffer> {
    const call = flags === openFor.read ? 'read' : 'write'
    return handleOf(await this.#conversation.request(packet.open, [path, flags, 0], signal), call, file)
  }

  /** Undefined: the file ends before. */
  async read(
    handle: Buffer,
    at: number,
    length: number,
    file: string,
    signal: AbortSignal,
  ): Promise<Buffer | undefined> {
    const reply = await this.#conversation.request(packet.read, [handle, BigInt(at), length], signal)
    if (reply.kind === packet.status && reply.status() === endOfFile) return undefined
    const data = expectKind(reply, packet.data, 'read', file).bytes()
    if (data.length === 0 || data.length > length) throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'read' })
    return data
  }

  write(handle: Buffer, at: number, data: Uint8Array, file: string, signal: AbortSignal): Promise<void> {
    return this.#done(packet.write, [handle, BigInt(at), data], 'write', file, signal)
  }

  close(handle: Buffer, file: string, signal: AbortSignal): Promise<void> {
    return this.#done(packet.close, [handle], 'write', file, signal)
  }

  /** Closes a handle whose file nobody needs any more, without waiting. */
  letGo(handle: Buffer): void {
    this.#conversation.post(packet.close, [handle])
  }

  /** Bytes are on the disk before it resolves, where the server can promise that. */
  async sync(handle: Buffer, file: string, signal: AbortSignal): Promise<void> {
    if (this.#conversation.can('fsync@openssh.com'))
      await this.#done(packet.extended, [Buffer.from('fsync@openssh.com'), handle], 'write', file, signal)
  }

  makeFolder(path: Buffer, file: string, signal: AbortSignal): Promise<void> {
    return this.#done(packet.mkdir, [path, 0], 'write', file, signal)
  }

  remove(path: Buffer, file: string, signal: AbortSignal): Promise<void> {
    return this.#done(packet.remove, [path], 'write', file, signal)
  }

  /** Gives a file another name; version 3 refuses one that is taken. */
  rename(from: Buffer, to: Buffer, file: string, signal: AbortSignal): Promise<void> {
    return this.#done(packet.rename, [from, to], 'write', file, signal)
  }

  /** Whether a disk is known to have no room left for this user. */
  async isFull(folder: Buffer, signal: AbortSignal): Promise<boolean> {
    if (!this.#conversation.can('statvfs@openssh.com', '2')) return false
    const reply = await this.#conversation.request(
      packet.extended,
      [Buffer.from('statvfs@openssh.com'), folder],
      signal,
    )
    if (reply.kind !== packet.extendedReply) return false
    // Block sizes, all blocks, free blocks, then those for everybody.
    for (let field = 0; field < 4; field++) reply.uint64()
    return reply.uint64() === 0n
  }

  /** The names in a folder, `.` and `..` left out. Undefined: there is no such folder. */
  async folder(
    path: Buffer,
    file: string,
    maxNames: number,
    signal: AbortSignal,
  ): Promise<readonly FolderEntry[] | undefined> {
    const opened = await this.#conversation.request(packet.opendir, [path], signal)
    if (isMissing(opened)) return undefined
    const handle = handleOf(opened, 'list', file)
    const entries: FolderEntry[] = []
    try {
      while (true) {
        const reply = await this.#conversation.request(packet.readdir, [handle], signal)
        if (reply.kind === packet.status && reply.status() === endOfFile) return entries
        expectKind(reply, packet.name, 'list', file)
        for (let left = reply.uint32(); left > 0; left--) {
          const name = reply.bytes()
          const line = reply.bytes()
          const attributes = reply.attributes()
          if (name.equals(here) || name.equals(above)) continue
          if (entries.length >= maxNames)
            throw new BerthError('FILE_LIMIT_EXCEEDED', { file, limit: 'maxListedFiles', maximum: maxNames })
          entries.push({ name, line, attributes })
        }
      }
    } finally {
      this.letGo(handle)
    }
  }

  async #done(
    kind: number,
    fields: readonly PacketField[],
    call: string,
    file: string,
    signal: AbortSignal,
  ): Promise<void> {
    const reply = await this.#conversation.request(kind, fields, signal)
    if (reply.kind !== packet.status) throw new BerthError('PROTOCOL_ERROR', { nativeCode: `reply ${reply.kind}` })
    const status = reply.status()
    if (status !== 0) throw statusError(status, call, file)
  }
}

const here = Buffer.from('.')
const above = Buffer.from('..')

function isMissing(reply: PacketReader): boolean {
  if (reply.kind !== packet.status) return false
  const status = reply.status()
  return status === noSuchFile || status === noSuchPath
}

function handleOf(reply: PacketReader, call: string, file: string): Buffer {
  return expectKind(reply, packet.handle, call, file).bytes()
}

/** The answer itself when it is of this kind; throws what a status says when it is that. */
function expectKind(reply: PacketReader, kind: number, call: string, file: string): PacketReader {
  if (reply.kind === kind) return reply
  if (reply.kind === packet.status) throw statusError(reply.status(), call, file)
  throw new BerthError('PROTOCOL_ERROR', { nativeCode: `reply ${reply.kind}` })
}
