import { BerthError, type ConnectContext, type Session } from '@berth/core'
import { loadOrCreateKey } from '@berth/trust'
import type { FileLimits } from '../codecs/limits.ts'
import { fileDataset } from '../definition/read-definition.ts'
import { fileOperations } from '../session/file-operations.ts'
import type { FileStore } from '../store/file-store.ts'
import type { FileConnectorOptions } from './option-definitions.ts'

/**
 * A session over the files of a store, which ends with it. `openStore` is called when the definitions and options are known to be right.
 * A `read` session writes nothing but receipts. Rejects with `DEFINITION_INVALID`, `OPTION_MISSING`, `KEY_FILE_UNUSABLE` and what
 * `openStore` says.
 */
export async function openFileSession(
  connector: string,
  options: FileConnectorOptions,
  { access, datasets: definitions }: ConnectContext,
  openStore: () => Promise<FileStore>,
): Promise<Session> {
  const { maxFiles, maxCopyBytes, receiptKeyFile: keyFile, receiver } = options
  const datasets = new Map(
    Object.entries(definitions).map(([name, definition]) => [name, fileDataset(name, definition, connector)]),
  )
  if (keyFile !== undefined && receiver === undefined)
    throw new BerthError('OPTION_MISSING', { connector, option: 'receiver' })
  const receiptKey = keyFile === undefined ? undefined : await loadOrCreateKey(keyFile, receiver ?? '')
  const store = await openStore()
  const { [Symbol.dispose]: end, ...operations } = fileOperations({
    connector,
    store,
    datasets,
    maxFiles,
    maxCopyBytes,
    limits: limitsOf(options),
    ...(receiptKey === undefined ? {} : { receiptKey }),
  })
  return {
    ...operations,
    async ping(signal) {
      const { writable = true, ...facts } = await store.facts(signal)
      return { ...facts, writable: access === 'write' && writable }
    },
    native: store,
    async [Symbol.asyncDispose]() {
      end()
      await store.close()
    },
  }
}

function limitsOf(options: FileLimits): FileLimits {
  const { maxArchiveEntries, maxUnpackedBytes, maxUnpackedRatio, maxSharedTextBytes, maxXlsBytes } = options
  return { maxArchiveEntries, maxUnpackedBytes, maxUnpackedRatio, maxSharedTextBytes, maxXlsBytes }
}
