import { readFile } from 'node:fs/promises'
import { BerthError, Secret } from '@berth/core'
import { dockingEnvironment } from '../../connections/docking-environment.ts'
import { readSecret } from '../../connections/read-secret.ts'

const secretName = 'PLATFORM_ADMIN_TOKEN'

/**
 * The token of a platform's administrator: from a file, such as the `admin.token` of the reference platform, else the secret
 * `PLATFORM_ADMIN_TOKEN`. Never an argument, which every process of the machine can read. Undefined where there is none.
 *
 * Rejects with `FILE_UNREADABLE`, and `SECRET_EXPOSED`.
 */
export async function adminToken(file: string | undefined, folder: string): Promise<Secret | undefined> {
  if (file === undefined) {
    const token = readSecret(secretName, folder, dockingEnvironment(folder))
    return token === undefined ? undefined : new Secret(token.trim())
  }
  try {
    return new Secret((await readFile(file, 'utf8')).trim())
  } catch (cause) {
    const nativeCode = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    throw new BerthError('FILE_UNREADABLE', { file, nativeCode }, { cause })
  }
}

/** Fails where there is no token, although everything is to be tried. */
export function requireToken(token: Secret | undefined): void {
  if (token === undefined) throw new BerthError('SECRET_MISSING', { reference: `\${secret:${secretName}}` })
}
