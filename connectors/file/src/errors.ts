import { BerthError, type ErrorCode } from '@berth/core'

/** What the codes of the file system mean here, by whether a file is read or written. What is not named is the last entry. */
const reading: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'FILE_MISSING',
  ENOTDIR: 'FILE_MISSING',
  EACCES: 'PERMISSION_DENIED',
  EPERM: 'PERMISSION_DENIED',
}

const writing: Readonly<Record<string, ErrorCode>> = {
  EEXIST: 'FILE_EXISTS',
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EFBIG: 'DISK_FULL',
}

/** A native error as one with a code. `file` is its path in the folder. */
export function folderError(cause: unknown, call: 'read' | 'write', file: string): BerthError {
  if (BerthError.is(cause)) return cause
  const nativeCode = codeOf(cause)
  const otherwise = call === 'read' ? 'FILE_UNREADABLE' : 'FILE_UNWRITABLE'
  const code = (call === 'read' ? reading : writing)[nativeCode] ?? otherwise
  return new BerthError(code, { file, call, subject: file, nativeCode }, { cause })
}

/** The code of a native error. */
export function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
}
