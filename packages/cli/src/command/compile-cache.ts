import { lstatSync, mkdirSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Keeps compiled code for the next start, in a folder that this user alone can write: Node runs what it finds there, and everybody may make a
 * folder among the temporary files before root does. Without such a folder the command starts slower, no more.
 */
export function keepCompiledCode(): void {
  const user = process.geteuid?.()
  if (user === undefined) {
    // Windows: every user has a folder for temporary files of its own.
    enableCompileCache()
    return
  }
  const folder = join(tmpdir(), `berth-compile-cache-${user}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const found = lstatSync(folder)
    if (found.isDirectory() && found.uid === user && (found.mode & 0o022) === 0) enableCompileCache(folder)
  } catch {
    // Not to be written: nothing is kept.
  }
}
