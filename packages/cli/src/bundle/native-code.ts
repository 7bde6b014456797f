import { BerthError } from '@berth/core'

/** The code of an error of the operating system: `ENOENT`. */
export function nativeCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
}

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** `DISK_FULL` for a call that failed for want of space: nothing is wrong with a bundle or with rights then. */
export function fullDisk(cause: unknown, file: string): BerthError | undefined {
  return full.has(nativeCode(cause)) ? new BerthError('DISK_FULL', { file }, { cause }) : undefined
}
