import type { Readable } from 'node:stream'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import { BerthError } from '@berth/core'

/** What unpacks each content coding. */
const unpackers: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

/** What `readBody` can unpack, as a request says it. */
export const acceptedCodings = 'gzip, deflate, br'

/**
 * Reads a body to its end and unpacks it. More than `maxBytes`, packed or unpacked, is `ANSWER_TOO_LARGE`, and nothing
 * more is read; two codings on top of each other and unknown ones are `ANSWER_UNREADABLE`.
 */
export async function readBody(
  stream: Readable,
  coding: string,
  maxBytes: number,
  call: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const packed = coding !== '' && coding !== 'identity'
  const unpacker = unpackers[coding]
  if (packed && unpacker === undefined) {
    stream.destroy()
    throw new BerthError('ANSWER_UNREADABLE', { call, problem: 'content-encoding' })
  }
  const chunks: Buffer[] = []
  let bytes = 0
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > maxBytes) return done(new BerthError('ANSWER_TOO_LARGE', { call, maxBytes }))
      chunks.push(chunk)
      return done()
    },
  })
  try {
    if (unpacker === undefined) await pipeline(stream, collect, { signal })
    else await pipeline(stream, unpacker(), collect, { signal })
  } catch (error) {
    if (isZlibError(error)) throw new BerthError('ANSWER_UNREADABLE', { call, problem: coding }, { cause: error })
    throw error
  }
  return chunks.length === 1 ? (chunks[0] ?? new Uint8Array()) : Buffer.concat(chunks, bytes)
}

function isZlibError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(?:Z_|ERR__ERROR|ERR_PADDING|ZSTD_|ERR_BROTLI|ERR_ZLIB)/.test(code) || /^ERR__/.test(code)
}
