import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { BerthError, Secret } from '@berth/core'

type Environment = Readonly<Record<string, string | undefined>>

/** The encrypted secrets of a docking. */
export const secretsFile: string = join('.berth', 'secrets.json')

const ownKeyFile = join('.berth', 'secrets.key')

/**
 * The key of a docking's encrypted secrets: `BERTH_SECRETS_KEY`, else the file that `BERTH_SECRETS_KEY_FILE` names, else
 * `.berth/secrets.key`. Undefined where there is none.
 *
 * Throws `SECRET_EXPOSED` when others than its owner may read the file, `SECRET_KEY_MISSING` when a file that is named is not there.
 */
export function secretsKey(folder: string, environment: Environment): Secret | undefined {
  const given = environment['BERTH_SECRETS_KEY']
  if (given !== undefined && given !== '') return new Secret(given)
  const named = environment['BERTH_SECRETS_KEY_FILE']
  if (named === undefined || named === '') return keyOf(join(folder, ownKeyFile), ownKeyFile)
  const key = keyOf(resolve(folder, named), named)
  if (key === undefined) throw new BerthError('SECRET_KEY_MISSING', { file: secretsFile })
  return key
}

/** The docking's own key file, where nothing in the environment gives the key of its secrets. */
export function ownKeyUsed(environment: Environment): string | undefined {
  return [environment['BERTH_SECRETS_KEY'], environment['BERTH_SECRETS_KEY_FILE']].some((given) => (given ?? '') !== '')
    ? undefined
    : ownKeyFile
}

/** Makes the docking's own key file, readable by its owner only. */
export function makeSecretsKey(folder: string): Secret {
  const text = randomBytes(32).toString('base64url')
  const file = join(folder, ownKeyFile)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${text}\n`, { mode: 0o600, flag: 'wx', flush: true })
  return new Secret(text)
}

function keyOf(path: string, file: string): Secret | undefined {
  let text: string
  try {
    const { mode } = statSync(path)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new BerthError('SECRET_EXPOSED', { file })
    text = readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (BerthError.is(error)) throw error
    return undefined
  }
  return text === '' ? undefined : new Secret(text)
}
