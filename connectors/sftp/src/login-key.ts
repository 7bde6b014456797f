import { readFileSync, statSync } from 'node:fs'
import { BerthError, type LoginKeyProblem } from '@berth/core'
import type { SshDriver } from './driver.ts'
import type { SftpOptions } from './options.ts'

/** A private key that can be used. */
export interface LoginKey {
  readonly privateKey: Buffer
  readonly passphrase?: string
}

const maxKeyBytes = 65_536

/**
 * Reads the file of the option `privateKey`. Throws `LOGIN_KEY_UNUSABLE`, or `SECRET_EXPOSED` where others may read it too;
 * undefined when there is none.
 */
export function readLoginKey(driver: SshDriver, { privateKey, passphrase }: SftpOptions): LoginKey | undefined {
  if (privateKey === undefined) return undefined
  const bytes = readKeyFile(privateKey)
  const revealed = passphrase?.reveal()
  const parsed = driver.utils.parseKey(bytes, revealed)
  if (parsed instanceof Error) throw unusable(privateKey, problemOf(parsed.message), parsed)
  return { privateKey: bytes, ...(revealed === undefined ? {} : { passphrase: revealed }) }
}

function readKeyFile(file: string): Buffer {
  let bytes: Buffer
  let mode: number
  try {
    const stat = statSync(file)
    if (stat.size > maxKeyBytes) throw new RangeError('no key is so long')
    mode = stat.mode
    bytes = readFileSync(file)
  } catch (cause) {
    throw unusable(file, 'key-unreadable', cause)
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new BerthError('SECRET_EXPOSED', { file })
  return bytes
}

function problemOf(message: string): LoginKeyProblem {
  if (/no passphrase/.test(message)) return 'key-locked'
  if (/passphrase|decrypt/.test(message)) return 'key-passphrase'
  return 'key-format'
}

function unusable(file: string, problem: LoginKeyProblem, cause: unknown): BerthError {
  return new BerthError('LOGIN_KEY_UNUSABLE', { file, problem }, { cause })
}
