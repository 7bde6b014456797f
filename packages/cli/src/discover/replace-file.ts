import { readFile, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'

/**
 * Puts a new text in place of a file, whole or not at all. Rejects with `FILE_CHANGED` when the file is no longer what
 * was read, so that nobody's edit is lost, and with `FILE_UNWRITABLE`. A link stays one: what it leads to is replaced.
 */
export async function replaceFile(file: string, before: string, after: string): Promise<void> {
  let draft: string | undefined
  try {
    const place = await realpath(file)
    draft = `${place}.${process.pid}.draft`
    const { mode } = await stat(file)
    await writeFile(draft, after, { flag: 'wx', mode })
    if ((await readFile(file, 'utf8')) !== before) throw new BerthError('FILE_CHANGED', { file })
    await rename(draft, place)
  } catch (cause) {
    if (draft !== undefined) await unlink(draft).catch(() => undefined)
    const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    throw BerthError.from(cause, 'FILE_UNWRITABLE', { file, nativeCode })
  }
}
