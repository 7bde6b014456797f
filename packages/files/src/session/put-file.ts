import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { BerthError, type PutFileRequest, type PutFileResult } from '@berth/core'
import type { FileStore } from '../store/file-store.ts'
import { nameOf } from '../store/stored-content.ts'

/**
 * Hands over a finished file: it appears whole under its name, or not at all (FIL-1). The same bytes that are there already are not sent
 * again; other bytes under the name are `FILE_EXISTS`. A file that is not what the request says it is, is `FILE_GROWING`.
 */
export async function putFile(
  store: FileStore,
  { folder, name, from, bytes, sha256 }: PutFileRequest,
  signal: AbortSignal,
): Promise<PutFileResult> {
  const steps = folder.split('/').filter((step) => step !== '' && step !== '.')
  const path = [...steps, name].join('/')
  const there = await store.find(path, signal)
  if (there !== undefined) {
    if (there.size === bytes && (await digestOf(store.read(path, 0, signal))) === sha256) return { repeated: true }
    throw new BerthError('FILE_EXISTS', { file: name })
  }
  if (store.resume !== undefined && (await hasBeginning(store, path, from, bytes, signal))) {
    if ((await digestOf(local(from, 0))) !== sha256) throw new BerthError('FILE_GROWING', { file: name })
    await store.resume(path, (start) => local(from, start), bytes, signal)
  } else await store.write(path, checked(from, name, bytes, sha256), signal)
  return { repeated: false }
}

/** Whether what a cut transfer left is the beginning of this very file. */
async function hasBeginning(
  store: FileStore,
  path: string,
  from: string,
  bytes: number,
  signal: AbortSignal,
): Promise<boolean> {
  const part = await store.find(`${path}.part`, signal)
  if (part === undefined || part.size === 0 || part.size > bytes) return false
  return (await digestOf(store.read(part.path, 0, signal))) === (await digestOf(local(from, 0, part.size - 1)))
}

/** The bytes of the file, which fail behind the last one where they are not those that were announced. */
async function* checked(from: string, file: string, bytes: number, sha256: string): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256')
  let length = 0
  for await (const chunk of local(from, 0)) {
    length += chunk.length
    hash.update(chunk)
    yield chunk
  }
  if (length !== bytes || hash.digest('hex') !== sha256) throw new BerthError('FILE_GROWING', { file })
}

async function* local(path: string, start: number, end: number = Number.POSITIVE_INFINITY): AsyncIterable<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 1 << 18, start, end }) as AsyncIterable<Uint8Array>
  } catch (cause) {
    const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    throw new BerthError('FILE_UNREADABLE', { file: nameOf(path), nativeCode }, { cause })
  }
}

async function digestOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of bytes) hash.update(chunk)
  return hash.digest('hex')
}
