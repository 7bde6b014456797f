import { BerthError, type ConnectContext, type Session } from '@berth/core'
import { fileNames, openFileSession } from '@berth/files'
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

/** A session over the files of the server. */
export function openSftp(options: SftpOptions, context: ConnectContext): Promise<Session> {
  return openFileSession('sftp', options, context, () => openStore(options, context))
}
