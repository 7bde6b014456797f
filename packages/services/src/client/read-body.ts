import type { Readable } from 'node:stream'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import { BerthError } from '@berth/core'
import { unreadable } from '../answer/unreadable.ts'

/** What unpacks each content coding. */
const unpackers: ReadonlyMap<string, () => NodeJS.ReadWriteStream> = new Map<string, () => NodeJS.ReadWriteStream>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
  ['zstd', createZstdDecompress],
])

/** A piece holds on to the memory that it was read into: this many are put together. */
const maxPieces = 1024

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
  const unpacker = unpackers.get(coding)?.()
  if (packed && unpacker === undefined) {
    stream.destroy()
    throw unreadable(call, 'answer-coding-unknown')
  }
  const chunks: Buffer[] = []
  let joined = 0
  let bytes = 0
  let empty = true
  stream.once('data', () => {
    empty = false
  })
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > maxBytes) return done(new BerthError('ANSWER_TOO_LARGE', { call, maxBytes }))
      if (chunks.push(chunk) - joined >= maxPieces) joined = chunks.push(Buffer.concat(chunks.splice(joined)))
      return done()
    },
  })
  try {
    if (unpacker === undefined) await pipeline(stream, collect, { signal })
    else await pipeline(stream, unpacker, collect, { signal })
  } catch (error) {
    // An answer without a body (304, 204) may say how it would have been packed.
    if (isZlibError(error) && empty) return new Uint8Array()
    if (isZlibError(error)) throw unreadable(call, 'answer-coding-damaged', { coding }, error)
    throw error
  }
  return chunks.length === 1 ? (chunks[0] ?? new Uint8Array()) : Buffer.concat(chunks, bytes)
}

function isZlibError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(?:Z_|ERR__ERROR|ERR_PADDING|ZSTD_|ERR_BROTLI|ERR_ZLIB)/.test(code) || /^ERR__/.test(code)
}
