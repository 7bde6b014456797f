import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { FileContent } from '../src/index.ts'

/** The path of a file that was written by other software. */
export function fixturePath(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
}

export function fixtureBytes(name: string): Buffer {
  return readFileSync(fixturePath(name))
}

/** A file of this machine as a content, given out in pieces of `chunkBytes`; the files beside it are found. */
export function fileContent(path: string, chunkBytes = 7): FileContent {
  return {
    name: path.replace(/^.*\//, ''),
    async *bytes(signal) {
      await Promise.resolve()
      const bytes = readFileSync(path)
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        signal.throwIfAborted()
        yield bytes.subarray(at, at + chunkBytes)
      }
    },
    local: () => Promise.resolve(path),
    async beside(extension) {
      for (const each of [extension, extension.toUpperCase()]) {
        const other = path.replace(/\.[^./]*$/, `.${each}`)
        const found = await stat(other).catch(() => undefined)
        if (found !== undefined) return fileContent(other, chunkBytes)
      }
      return undefined
    },
  }
}

/** Bytes made by a test as a content that lies nowhere. */
export function bytesContent(name: string, bytes: Uint8Array, chunkBytes = 65_536): FileContent {
  return {
    name,
    async *bytes() {
      await Promise.resolve()
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
    },
    local: () => Promise.reject(new Error('this content lies nowhere')),
  }
}

export async function joined(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(bytes))
}

/** A signal that never tells anything. */
export const quiet: AbortSignal = new AbortController().signal
