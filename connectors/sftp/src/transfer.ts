import { BerthError } from '@berth/core'
import { openFor, type RemoteFiles } from './remote-files.ts'

/** What every server takes in one request (section 3 of the draft asks for packets of 34,000 bytes). */
const blockBytes = 32_768
/** Requests under way at the same time: a long line is filled, and memory stays at 2 MiB. */
const requestsAhead = 64

export interface Download {
  /** Names it in errors. */
  readonly file: string
  readonly start: number
  readonly signal: AbortSignal
}

/** The bytes of a file, asked for ahead. Servers may give less than was asked for; the rest is then asked for again. */
export async function* downloaded(
  files: RemoteFiles,
  path: Buffer,
  { file, start, signal }: Download,
): AsyncGenerator<Uint8Array, void> {
  const handle = await files.open(path, openFor.read, file, signal)
  const asked: { readonly at: number; readonly length: number; readonly data: Promise<Buffer | undefined> }[] = []
  const ask = (at: number, length: number): (typeof asked)[number] => {
    const data = files.read(handle, at, length, file, signal)
    data.catch(() => undefined)
    return { at, length, data }
  }
  let next = start
  // A beginning is often all that is wanted.
  let ahead = 2
  try {
    while (true) {
      for (; asked.length < ahead; next += blockBytes) asked.push(ask(next, blockBytes))
      ahead = Math.min(ahead * 2, requestsAhead)
      const head = asked.shift()
      const data = await head?.data
      if (head === undefined || data === undefined) return
      if (data.length < head.length) asked.unshift(ask(head.at + data.length, head.length - data.length))
      yield data
    }
  } finally {
    files.letGo(handle)
  }
}

export interface Upload {
  readonly file: string
  /** How the file is opened. */
  readonly flags: number
  /** Where the first byte goes. */
  readonly start: number
  readonly signal: AbortSignal
}

/** Writes a file to its end, and resolves when the server has confirmed every byte and says that it has no other number. */
export async function uploaded(
  files: RemoteFiles,
  path: Buffer,
  bytes: AsyncIterable<Uint8Array>,
  { file, flags, start, signal }: Upload,
): Promise<void> {
  const handle = await files.open(path, flags, file, signal)
  const sent: Promise<void>[] = []
  let at = start
  try {
    for await (const piece of bytes) {
      for (let from = 0; from < piece.length; from += blockBytes) {
        if (sent.length >= requestsAhead) await sent.shift()
        const block = piece.subarray(from, from + blockBytes)
        const written = files.write(handle, at, block, file, signal)
        written.catch(() => undefined)
        sent.push(written)
        at += block.length
      }
    }
    for (const written of sent) await written
    const size = await files.sizeOf(handle, file, signal)
    if (size !== undefined && size !== at) throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'size' })
    await files.sync(handle, file, signal)
  } catch (error) {
    files.letGo(handle)
    throw error
  }
  await files.close(handle, file, signal)
}
