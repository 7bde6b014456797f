import { type Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import type { FtpClient } from '../src/driver.ts'
import { type Progress, upload } from '../src/upload.ts'

/** A data line that breaks when the first bytes are written, of which the server says nothing. */
const broken = {
  ftp: { handle: () => Promise.resolve(new Error('write EPIPE')), closeWithError: () => undefined },
  async uploadFrom(source: Readable) {
    const line = new Writable({ write: (_piece, _encoding, done) => done(new Error('write EPIPE')) })
    await pipeline(source, line)
    return { code: 226, message: '' }
  },
} as unknown as FtpClient

async function* source(failure?: Error): AsyncGenerator<Uint8Array> {
  for (let piece = 0; piece < 10; piece++) {
    await new Promise((next) => setTimeout(next, 2))
    if (failure !== undefined) throw failure
    yield Buffer.alloc(300_000)
  }
}

test('a line that breaks is not taken for a source that does', async () => {
  const progress: Progress = { sent: 0 }
  await expect(upload(broken, 'uploadFrom', source(), 'a', progress)).rejects.toThrow('EPIPE')
  await new Promise((next) => setTimeout(next, 20))
  expect(progress.failure).toBeUndefined()
  expect(progress.sent).toBeGreaterThan(0)
  const failure = new RangeError('the source is broken')
  await expect(upload(broken, 'uploadFrom', source(failure), 'a', progress)).rejects.toThrow()
  expect(progress.failure).toBe(failure)
})
