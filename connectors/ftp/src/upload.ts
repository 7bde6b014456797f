import { Readable } from 'node:stream'
import type { FtpClient } from './driver.ts'
import { reasonOf } from './passive.ts'

/** How much of a file stands in memory between the disk and the line. */
export const pieceBytes = 262_144

/** How far a transfer is. */
export interface Progress {
  sent: number
  /** What the source threw: the library tells of a closed client only. */
  failure?: unknown
}

/** Sends bytes to a file; `progress` counts them. Resolves when the server has confirmed the end. */
export async function upload(
  client: FtpClient,
  how: 'uploadFrom' | 'appendFrom',
  bytes: AsyncIterable<Uint8Array>,
  path: string,
  progress: Progress,
): Promise<void> {
  // What breaks the line is thrown into a generator where it waits: only what the source itself throws is its failure.
  async function* counted(): AsyncGenerator<Uint8Array> {
    const iterator = bytes[Symbol.asyncIterator]()
    try {
      while (true) {
        const step = await iterator.next().catch((error: unknown) => {
          progress.failure = error
          throw error
        })
        if (step.done === true) return
        progress.sent += step.value.length
        yield step.value
      }
    } finally {
      await iterator.return?.()
    }
  }
  const source = Readable.from(counted(), { objectMode: false, highWaterMark: pieceBytes })
  // The library ends the conversation when the source fails, and takes a broken data line for that.
  const destroy = source._destroy.bind(source)
  source._destroy = (error, done) => destroy(error, () => done(progress.failure === undefined ? null : error))
  try {
    await client[how](source, path)
  } catch (error) {
    if (progress.failure === undefined && !client.closed && (error as Error).name !== 'FTPError')
      throw await reasonOf(client.ftp, error as Error)
    throw error
  } finally {
    source.destroy()
  }
}
