import { type FtpLine, quotedPath } from './line.ts'

/** The folder that a line is in, as the server names it. */
export async function folderNow({ client }: FtpLine): Promise<string | undefined> {
  const { code, message } = await client.sendIgnoringError('PWD')
  return code < 400 ? quotedPath(message) : undefined
}

/** Whether one folder is in another, as far as it is known. */
export function isBelow(folder: string | undefined, root: string): boolean {
  if (folder === undefined || folder === root) return true
  return folder.startsWith(root) && (/[\\/]$/.test(root) || /^[\\/]/.test(folder.slice(root.length)))
}
