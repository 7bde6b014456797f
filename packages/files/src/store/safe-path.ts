import { BerthError } from '@berth/core'

/**
 * A path from where a store begins, with one `/` between its steps and none around them; empty for the beginning. Throws
 * `PARAMETER_INVALID` for one that leads elsewhere or would be a command of its own.
 */
export function safePath(path: string): string {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.')
  if (!steps.every(isSafeStep))
    throw new BerthError('PARAMETER_INVALID', { parameter: 'path', problem: 'path-elsewhere' })
  return steps.join('/')
}

/** Whether a name stands for something in its folder. */
export function isSafeStep(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\p{Cc}]/u.test(name)
}

/** The folder of a path; empty for the beginning. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}
