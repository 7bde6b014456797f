import type { ConnectContext, Session } from '@berth/core'
import { openFileSession } from '@berth/files'
import { LocalFolder } from './driver.ts'
import { manifest } from './manifest.ts'
import type { FileOptions } from './options.ts'

/** Opens a folder. Rejects with `DIRECTORY_MISSING`, `DEFINITION_INVALID`, `KEY_FILE_UNUSABLE`. */
export function openFolder(options: FileOptions, context: ConnectContext): Promise<Session> {
  return openFileSession(manifest.name, options, context, () => LocalFolder.open(options.folder))
}
