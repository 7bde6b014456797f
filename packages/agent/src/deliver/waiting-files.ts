import { join } from 'node:path'
import type { Resource } from '@berth/manifest'

/** The folder of the files of a resource that go over a connection. Undefined: they go to a folder of this machine. */
export function waitingFiles(
  { waitingFolder }: { readonly waitingFolder: string },
  { id, provide }: Resource,
): string | undefined {
  const connection = provide.file?.connection
  return connection === undefined ? undefined : join(waitingFolder, connection, id)
}
