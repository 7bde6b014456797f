import { BerthError } from '@berth/core'

/** The system's own code of a failed file call, `ENOSPC`. */
export function nativeCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
}

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** A failed file call as `DISK_FULL` or `FILE_UNWRITABLE`. */
export function fileError(cause: unknown, file: string): BerthError {
  if (BerthError.is(cause)) return cause
  const code = nativeCode(cause)
  if (full.has(code)) return new BerthError('DISK_FULL', { file }, { cause })
  return new BerthError('FILE_UNWRITABLE', { file, nativeCode: code }, { cause })
}
