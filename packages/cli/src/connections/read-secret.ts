import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { keptSecrets } from '../secrets/kept-secrets.ts'

/** Names of secrets as the manifest writes them: no slash, so that a name never leads out of the folder of secrets. */
export const secretName: RegExp = /^[A-Za-z_][\w.-]*$/

/**
 * The secret that `${secret:NAME}` refers to: `BERTH_SECRET_NAME` of the environment, else what `berth secret set`
 * keeps, else the file `.berth/secrets/NAME` of the docking, whose last line break is cut. Undefined where there is none of them.
 *
 * Throws `SECRET_EXPOSED` when others than its owner may read the file; `SECRET_KEY_MISSING` or `SECRET_FILE_UNREADABLE` when what is
 * kept does not open.
 */
export function readSecret(
  name: string,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = environment[`BERTH_SECRET_${name}`]
  if (given !== undefined && given !== '') return given
  if (!secretName.test(name)) return undefined
  const kept = keptSecrets(folder, environment).get(name)
  if (kept !== undefined) return kept.reveal()
  const file = join('.berth', 'secrets', name)
  try {
    const { mode } = statSync(join(folder, file))
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new BerthError('SECRET_EXPOSED', { file })
    return readFileSync(join(folder, file), 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    if (BerthError.is(error)) throw error
    return undefined
  }
}
