import { unlink } from 'node:fs/promises'
import { fileError, nativeCode } from './file-error.ts'

/** Removes a file where it is there. Rejects with `FILE_UNWRITABLE`. */
export async function removeFile(file: string): Promise<void> {
  await unlink(file).catch((cause: unknown) => {
    if (nativeCode(cause) !== 'ENOENT') throw fileError(cause, file)
  })
}
