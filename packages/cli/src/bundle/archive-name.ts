import { statSync } from 'node:fs'
import { BerthError } from '@berth/core'
import type { TargetPlatform } from './target-platform.ts'

/** How the name of an archive ends: what a machine of the platform opens without a further program. */
export function archiveEnding(platform: TargetPlatform): string {
  return platform === 'win32-x64' ? '.zip' : '.tar.gz'
}

/** Throws `PARAMETER_INVALID` for a name that is neither of that ending nor a folder. */
export function requireArchiveName(out: string | undefined, platform: TargetPlatform): void {
  const ending = archiveEnding(platform)
  if (out === undefined || out.endsWith(ending)) return
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory() === true) return
  throw new BerthError('PARAMETER_INVALID', { parameter: '--out', problem: `*${ending}` })
}
