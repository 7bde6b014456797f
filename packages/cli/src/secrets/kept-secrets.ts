import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { BerthError, type Secret } from '@berth/core'
import { openSecrets, type ProfileName, type Secrets, sealSecrets } from '@berth/trust'
import { makeSecretsKey, secretsFile, secretsKey } from './secrets-key.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What was opened last: opening takes a tenth of a second, and a connection asks for several secrets. */
let opened: { readonly text: string; readonly key: string; readonly secrets: Secrets } | undefined

/**
 * The encrypted secrets of a docking, by name; empty where it has none.
 *
 * Throws `SECRET_KEY_MISSING`, `SECRET_EXPOSED` (its key) or `SECRET_FILE_UNREADABLE`.
 */
export function keptSecrets(folder: string, environment: Environment): Secrets {
  const text = textOf(folder)
  if (text === undefined) return new Map()
  const key = secretsKey(folder, environment)
  if (key === undefined) throw new BerthError('SECRET_KEY_MISSING', { file: secretsFile })
  if (opened?.text === text && opened.key === key.reveal()) return opened.secrets
  const { secrets } = openSecrets(text, key, secretsFile)
  opened = { text, key: key.reveal(), secrets }
  return secrets
}

export interface ChangeSecretsSettings {
  readonly folder: string
  readonly environment: Environment
  /** For a file that is not there yet. @default international */
  readonly profile?: ProfileName
}

/**
 * Changes the encrypted secrets of a docking; makes the file, and where nothing gives a key, `.berth/secrets.key`. The file is replaced in
 * one step, readable by its owner only; two changes at once are made one after the other.
 *
 * Rejects as `keptSecrets` throws, and with `FILE_UNWRITABLE`.
 */
export async function changeSecrets(
  { folder, environment, profile = 'international' }: ChangeSecretsSettings,
  change: (secrets: Map<string, Secret>) => void,
): Promise<void> {
  const file = join(folder, secretsFile)
  const lock = `${file}.lock`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    await take(lock)
  } catch (cause) {
    throw unwritable(cause)
  }
  try {
    const text = textOf(folder)
    const known = secretsKey(folder, environment)
    if (text !== undefined && known === undefined) throw new BerthError('SECRET_KEY_MISSING', { file: secretsFile })
    const key = known ?? makeSecretsKey(folder)
    const before = text === undefined ? undefined : openSecrets(text, key, secretsFile)
    const secrets = new Map(before?.secrets)
    change(secrets)
    replace(file, sealSecrets(secrets, key, before?.profile ?? profile))
  } catch (cause) {
    throw BerthError.is(cause) ? cause : unwritable(cause)
  } finally {
    rmSync(lock, { force: true })
  }
}

function textOf(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, secretsFile), 'utf8')
  } catch (cause) {
    if (nativeCode(cause) === 'ENOENT' || nativeCode(cause) === 'ENOTDIR') return undefined
    throw new BerthError('SECRET_FILE_UNREADABLE', { file: secretsFile, problem: nativeCode(cause) }, { cause })
  }
}

function replace(file: string, text: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true })
    renameSync(draft, file)
  } catch (cause) {
    rmSync(draft, { force: true })
    throw cause
  }
}

/** One that is left by a killed process has to be taken away by hand: its name is in the failure. */
async function take(lock: string): Promise<void> {
  for (let round = 0; ; round++) {
    try {
      closeSync(openSync(lock, 'wx', 0o600))
      return
    } catch (cause) {
      if (nativeCode(cause) !== 'EEXIST') throw cause
      if (round === 200) throw new BerthError('FILE_UNWRITABLE', { file: `${secretsFile}.lock`, nativeCode: 'EEXIST' })
      await pause(50)
    }
  }
}

function unwritable(cause: unknown): BerthError {
  return BerthError.from(cause, 'FILE_UNWRITABLE', { file: secretsFile, nativeCode: nativeCode(cause) })
}

function nativeCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
}
