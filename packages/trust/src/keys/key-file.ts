import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { BerthError } from '@berth/core'
import type { KeyAlgorithm } from '../cryptography/key-algorithm.ts'
import { exportPrivateJwk, generateKey, type SigningKey } from './key.ts'
import { parsePrivateKey } from './parse-private-key.ts'

/**
 * Reads the key of the party `id` from a file, or makes one and writes it there, readable by its owner only (0600).
 * Two processes that start together end up with the same key. `algorithm` is that of a new key, @default EdDSA.
 *
 * Rejects with `KEY_FILE_UNUSABLE` when the file is not a key or others may read it, `FILE_UNWRITABLE` or `DISK_FULL` when it cannot be written.
 */
export async function loadOrCreateKey(
  file: string,
  id: string,
  algorithm: KeyAlgorithm = 'EdDSA',
): Promise<SigningKey> {
  const known = await readKeyFile(file, id)
  if (known !== undefined) return known
  const fresh = generateKey(id, algorithm)
  if (await createKeyFile(file, fresh)) return fresh
  const other = await readKeyFile(file, id)
  if (other !== undefined) return other
  throw new BerthError('FILE_UNWRITABLE', { file, nativeCode: 'EEXIST' })
}

/**
 * Writes a key as JSON Web Key to a file that its owner alone may read (0600). False where there is one already: nothing is overwritten,
 * however many write at once. Rejects with `FILE_UNWRITABLE` or `DISK_FULL`.
 */
export async function createKeyFile(file: string, key: SigningKey): Promise<boolean> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(dirname(file), { recursive: true })
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(`${JSON.stringify(exportPrivateJwk(key))}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await link(draft, file)
    return true
  } catch (cause) {
    if (nativeCode(cause) === 'EEXIST') return false
    if (nativeCode(cause) === 'ENOSPC') throw new BerthError('DISK_FULL', { file }, { cause })
    throw new BerthError('FILE_UNWRITABLE', { file, nativeCode: nativeCode(cause) }, { cause })
  } finally {
    await unlink(draft).catch(() => undefined)
  }
}

/**
 * Reads the key of the party `id` from a file, JSON Web Key or PEM; undefined where there is no file. Rejects with `KEY_FILE_UNUSABLE`.
 */
export async function readKeyFile(file: string, id: string): Promise<SigningKey | undefined> {
  let text: string
  try {
    const { mode } = await stat(file)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new BerthError('KEY_FILE_UNUSABLE', { file, problem: 'others may read it; chmod 600' })
    }
    text = await readFile(file, 'utf8')
  } catch (cause) {
    if (nativeCode(cause) === 'ENOENT') return undefined
    throw BerthError.from(cause, 'KEY_FILE_UNUSABLE', { file, problem: nativeCode(cause) })
  }
  try {
    return parsePrivateKey(text, id)
  } catch (cause) {
    throw new BerthError('KEY_FILE_UNUSABLE', { file, problem: 'it holds no Ed25519 or SM2 private key' }, { cause })
  }
}

function nativeCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
}
