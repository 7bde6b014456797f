import { BerthError, type ConnectContext, Secret, type Session } from '@berth/core'
import { type FileDataset, fileDataset, fileNames, fileOperations } from '@berth/files'
import { loadOrCreateKey } from '@berth/trust'
import { loadDriver } from './driver.ts'
import type { FtpOptions } from './options.ts'
import { FtpStore } from './store.ts'

/** Logs in and finds the folder that paths begin in. */
export async function openStore(options: FtpOptions, { signal }: { readonly signal: AbortSignal }): Promise<FtpStore> {
  for (const option of ['user', 'password', 'folder'] as const) refuseCommand(option, options[option])
  const store = new FtpStore(await loadDriver(), options, fileNames(options.nameCharset))
  await store.open(signal)
  return store
}

/** A session over the files of the server. A `read` session writes nothing but receipts. */
export async function openFtp(options: FtpOptions, context: ConnectContext): Promise<Session> {
  const { maxFiles, maxCopyBytes, receiptKey, receiver } = options
  const datasets = new Map<string, FileDataset>()
  for (const [name, definition] of Object.entries(context.datasets))
    datasets.set(name, fileDataset(name, definition, 'ftp'))
  if (receiptKey !== undefined && receiver === undefined)
    throw new BerthError('OPTION_MISSING', { connector: 'ftp', option: 'receiver' })
  const key = receiptKey === undefined ? undefined : await loadOrCreateKey(receiptKey, receiver ?? '')
  const store = await openStore(options, context)
  const { [Symbol.dispose]: end, ...operations } = fileOperations({
    connector: 'ftp',
    store,
    datasets,
    maxFiles,
    maxCopyBytes,
    ...(key === undefined ? {} : { receiptKey: key }),
  })
  return {
    ...operations,
    async ping(signal) {
      await store.find('', signal)
      return { ...(await store.facts()), writable: context.access === 'write' }
    },
    native: store,
    async [Symbol.asyncDispose]() {
      end()
      await store.close()
    },
  }
}

/** A line break would begin a command of its own. */
function refuseCommand(option: string, value: string | Secret | undefined): void {
  const text = value instanceof Secret ? value.reveal() : (value ?? '')
  if (/[\r\n\0]/.test(text))
    throw new BerthError('OPTION_INVALID', { connector: 'ftp', option, problem: 'it has a line break' })
}
