import { BerthError, type ConnectContext, Secret, type Session } from '@berth/core'
import { fileDataset, fileNames, fileOperations } from '@berth/files'
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

/** A session over the files of the server. A \`read\` session writes nothing but receipts. */
export async function openFtp(options: FtpOptions, context: ConnectContext): Promise<Session> {
  const datasets = new Map(
    Object.entries(context.datasets).map(([name, definition]) => [name, fileDataset(name, definition, 'ftp')]),
  )
  const store = await openStore(options, context)
  const operations = fileOperations({ connector: 'ftp', store, datasets })
  return {
    ...operations,
    ping: async () => ({ ...(await store.facts()), writable: context.access === 'write' }),
    native: store,
    async [Symbol.asyncDispose]() {
      operations[Symbol.dispose]()
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
