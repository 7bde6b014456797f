import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'

/**
 * Reads the administrator's token from a file, or makes one and writes it there, readable by its owner only (0600).
 * Without a file it is made anew each time.
 *
 * Errors: `FILE_UNWRITABLE`, `STATE_CORRUPT`.
 */
export async function loadAdminToken(file?: string): Promise<string> {
  const fresh = randomBytes(32).toString('base64url')
  if (file === undefined) return fresh
  try {
    await writeFile(file, `${fresh}\n`, { flag: 'wx', mode: 0o600 })
    return fresh
  } catch (cause) {
    const nativeCode = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    if (nativeCode !== 'EEXIST') throw new BerthError('FILE_UNWRITABLE', { file, nativeCode }, { cause })
  }
  const token = (await readFile(file, 'utf8')).trim()
  // An empty or short file would let anybody in.
  if (token.length < 32) throw new BerthError('STATE_CORRUPT', { file, nativeCode: 'token too short' })
  return token
}

/** Whether the header `Authorization` carries the token; compared in constant time. */
export function isAdministrator(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +([\w-]+)$/i.exec(authorization ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(given), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
