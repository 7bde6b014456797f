import { BerthError, type ConnectContext, type Session } from '@berth/core'
import { type FileDataset, fileDataset, fileNames, fileOperations } from '@berth/files'
import { loadOrCreateKey } from '@berth/trust'
import { Conversation } from './conversation.ts'
import { loadDriver } from './driver.ts'
import { openLine } from './line.ts'
import { readLoginKey } from './login-key.ts'
import type { SftpOptions } from './options.ts'
import { RemoteFiles } from './remote-files.ts'
import { SftpStore } from './store.ts'

/** Logs in and finds the folder that paths begin in. */
export async function openStore(options: SftpOptions, { signal }: Pick<ConnectContext, 'signal'>): Promise<SftpStore> {
  const { folder = '.', maxListedFiles } = options
  if (options.password === undefined && options.privateKey === undefined)
    throw new BerthError('OPTION_MISSING', { connector: 'sftp', option: 'privateKey' })
  const names = fileNames(options.nameCharset)
  const driver = await loadDriver()
  const line = await openLine(driver, options, readLoginKey(driver, options), signal)
  try {
    const conversation = new Conversation(line.channel, line.lost)
    await conversation.greet(signal)
    const files = new RemoteFiles(conversation)
    const root = await files.realPath(names.encode(folder), folder, signal)
    const found = root === undefined ? undefined : await files.attributes('stat', root, folder, signal)
    if (root === undefined || found === undefined) throw new BerthError('DIRECTORY_MISSING', { directory: folder })
    return new SftpStore({ line, conversation, root, names, maxListedFiles })
  } catch (error) {
    await line.close()
    throw error
  }
}

/** A session over the files of the server. A `read` session writes nothing but receipts. */
export async function openSftp(options: SftpOptions, context: ConnectContext): Promise<Session> {
  const { maxFiles, maxCopyBytes, receiptKey, receiver } = options
  const datasets = new Map<string, FileDataset>()
  for (const [name, definition] of Object.entries(context.datasets))
    datasets.set(name, fileDataset(name, definition, 'sftp'))
  if (receiptKey !== undefined && receiver === undefined)
    throw new BerthError('OPTION_MISSING', { connector: 'sftp', option: 'receiver' })
  const key = receiptKey === undefined ? undefined : await loadOrCreateKey(receiptKey, receiver ?? '')
  const store = await openStore(options, context)
  const { [Symbol.dispose]: end, ...operations } = fileOperations({
    connector: 'sftp',
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
