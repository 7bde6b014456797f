import { BerthError, type ConnectContext, Secret, type Session } from '@berth/core'
import { fileNames, openFileSession } from '@berth/files'
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

/** A session over the files of the server. */
export function openFtp(options: FtpOptions, context: ConnectContext): Promise<Session> {
  return openFileSession('ftp', options, context, () => openStore(options, context))
}

/** A line break would begin a command of its own. */
function refuseCommand(option: string, value: string | Secret | undefined): void {
  const text = value instanceof Secret ? value.reveal() : (value ?? '')
  if (/[\r\n\0]/.test(text))
    throw new BerthError('OPTION_INVALID', { connector: 'ftp', option, problem: 'it has a line break' })
}
