import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { BerthError } from '@berth/core'
import type { FileContent } from '../codecs/codec.ts'
import { defaultFileLimits } from '../codecs/limits.ts'
import { fileMalformed } from '../codecs/malformed.ts'
import { type ArchiveLimits, UnpackedBytes } from './limits.ts'
import { refuseNested } from './nested.ts'
import type { TemporaryCopies } from './temporary-copies.ts'

const chunkBytes = 256 * 1024

/**
 * What a gzip file holds, as a file of the same name without `.gz`; several members one behind the other are one file. `copies`
 * keeps the local copy where a format needs one.
 *
 * Reading throws `FILE_CUT` where the file breaks off, `FILE_MALFORMED` for wrong bytes, a wrong checksum or anything but zeros
 * behind the last member, `FILE_LIMIT_EXCEEDED` for a bomb. Throws `FILE_FORMAT_UNSUPPORTED` where what is inside is an archive again.
 */
export function gunzippedContent(content: FileContent, copies: TemporaryCopies): FileContent {
  const limits = content.limits ?? defaultFileLimits
  const name = content.name.replace(/\.gz(?:ip)?$/i, '')
  refuseNested(name)
  const bytes = (signal: AbortSignal): AsyncIterable<Uint8Array> => gunzip(content, limits, signal)
  let copy: Promise<string> | undefined
  return {
    name,
    limits,
    bytes,
    local(signal) {
      copy ??= copies.copy(name, bytes(signal), signal)
      return copy
    },
  }
}

async function* gunzip(
  content: FileContent,
  limits: ArchiveLimits,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const unpacked = new UnpackedBytes(content.name, limits)
  const input = { bytes: 0, tail: new Uint8Array(0) }
  const unzip = createGunzip({ chunkSize: chunkBytes })
  const ending = new AbortController()
  const feeding = pipeline(Readable.from(counted(content.bytes(signal), input)), unzip, {
    signal: AbortSignal.any([signal, ending.signal]),
  })
  feeding.catch(() => undefined)
  let given = 0
  try {
    for await (const chunk of unzip as AsyncIterable<Uint8Array>) {
      given += chunk.length
      unpacked.check(unzip.bytesWritten, given)
      yield chunk
    }
    refuseTrailing(content.name, input, unzip.bytesWritten)
  } catch (error) {
    signal.throwIfAborted()
    throw failure(error, content.name, unzip.bytesWritten)
  } finally {
    ending.abort()
    await feeding.catch(() => undefined)
  }
}

interface CountedInput {
  bytes: number
  tail: Uint8Array
}

async function* counted(bytes: AsyncIterable<Uint8Array>, input: CountedInput): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of bytes) {
    input.bytes += chunk.length
    input.tail = chunk
    yield chunk
  }
}

/** The library stops without a word at what is no further member. Zeros are the padding of tapes and blocks. */
function refuseTrailing(file: string, input: CountedInput, consumed: number): void {
  const behind = input.bytes - consumed
  if (behind <= 0 || (behind <= input.tail.length && input.tail.subarray(-behind).every((byte) => byte === 0))) return
  throw fileMalformed(file, 'gzip', 'packed-data-followed', { offset: consumed })
}

function failure(error: unknown, file: string, offset: number): unknown {
  if (BerthError.is(error)) return error
  const code = (error as { readonly code?: unknown }).code
  if (code === 'Z_BUF_ERROR') return new BerthError('FILE_CUT', { file, offset }, { cause: error })
  if (typeof code !== 'string' || !code.startsWith('Z_')) return error
  return fileMalformed(file, 'gzip', 'packed-data-damaged', { offset }, error)
}
