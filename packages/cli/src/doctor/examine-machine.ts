import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import type { Diagnosis } from './diagnosis.ts'

/** Below this much free space a sync soon stops. */
const lowBytes = 1024 ** 3
const emptyBytes = 64 * 1024 ** 2

/** The Node that runs this. */
export function examineNode(): Diagnosis {
  return { examination: 'node', state: 'ok', fact: `${process.version} ${process.platform} ${process.arch}` }
}

/** Whether this user may write to a folder of the docking. */
export async function examineFolder(folder: string): Promise<Diagnosis> {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return { examination: 'folder', subject: folder, state: 'ok' }
  } catch (error) {
    const nativeCode = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
    const problem = new BerthError('DIRECTORY_UNWRITABLE', { directory: folder, nativeCode }, { cause: error })
    return { examination: 'folder', subject: folder, state: 'failed', error: problem }
  }
}

/** The free space of the disk that a folder is on. */
export async function examineDisk(folder: string): Promise<Diagnosis> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const fact = `${(free / 1024 ** 3).toFixed(1)} GiB`
  if (free >= lowBytes) return { examination: 'disk', state: 'ok', fact }
  const error = new BerthError('DISK_LOW', { directory: folder, freeMiB: Math.floor(free / 1024 ** 2) })
  return { examination: 'disk', state: free < emptyBytes ? 'failed' : 'warning', fact, error }
}
