import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError, type ConnectorSession } from '@berth/core'
import type { ReceiptStore } from '@berth/files'
import { nativeCode } from '../deliver/file-error.ts'

/** The receipts in a folder of this machine. */
export function localReceipts(root: string): ReceiptStore {
  return {
    async find(path) {
      try {
        const { size, mtimeMs } = await stat(join(root, path))
        return { path, size, modified: mtimeMs }
      } catch (cause) {
        if (nativeCode(cause) === 'ENOENT') return undefined
        throw unreadable(cause, path)
      }
    },
    async *read(path, start, signal) {
      try {
        yield* createReadStream(join(root, path), { start, signal }) as AsyncIterable<Uint8Array>
      } catch (cause) {
        throw unreadable(cause, path)
      }
    },
  }
}

function unreadable(cause: unknown, file: string): BerthError {
  return new BerthError('FILE_UNREADABLE', { file, nativeCode: nativeCode(cause) }, { cause })
}

/** The receipts behind a connection to files. Throws `NOT_SUPPORTED` for a connection to anything else. */
export function carriedReceipts({ native, manifest }: ConnectorSession): ReceiptStore {
  if (isReceiptStore(native)) return native
  throw new BerthError('NOT_SUPPORTED', { connector: manifest.name, capability: 'receipts of files' })
}

function isReceiptStore(native: unknown): native is ReceiptStore {
  if (typeof native !== 'object' || native === null) return false
  return ['find', 'read'].every((name) => typeof Reflect.get(native, name) === 'function')
}
