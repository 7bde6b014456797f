import { accessSync, constants } from 'node:fs'
import { BerthError, type ConnectContext, type Session } from '@berth/core'
import { type FileDataset, fileDataset, fileOperations } from '@berth/files'
import { loadOrCreateKey } from '@berth/trust'
import { LocalFolder } from './driver.ts'
import { manifest } from './manifest.ts'
import type { FileOptions } from './options.ts'

/** Opens a folder. Rejects with `DIRECTORY_MISSING`, `DEFINITION_INVALID`, `KEY_FILE_UNUSABLE`. */
export async function openFolder(options: FileOptions, { access, datasets }: ConnectContext): Promise<Session> {
  const { folder, maxFiles, maxCopyBytes, receiptKey, receiver } = options
  const defined = new Map<string, FileDataset>()
  for (const [name, definition] of Object.entries(datasets))
    defined.set(name, fileDataset(name, definition, manifest.name))
  const store = await LocalFolder.open(folder)
  if (receiptKey !== undefined && receiver === undefined)
    throw new BerthError('OPTION_MISSING', { connector: manifest.name, option: 'receiver' })
  const key = receiptKey === undefined ? undefined : await loadOrCreateKey(receiptKey, receiver ?? '')
  const operations = fileOperations({
    connector: manifest.name,
    store,
    datasets: defined,
    maxFiles,
    maxCopyBytes,
    ...(key === undefined ? {} : { receiptKey: key }),
  })
  const { [Symbol.dispose]: end, ...methods } = operations
  return {
    ...methods,
    async ping(signal) {
      const [{ product }] = await Promise.all([store.facts(), store.list('', signal)])
      return { product, clock: new Date().toISOString(), writable: access === 'write' && isWritable(folder) }
    },
    native: store,
    [Symbol.asyncDispose]: async () => end(),
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
