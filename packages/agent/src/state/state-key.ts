import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { BerthError } from '@berth/core'
import { fileError, nativeCode } from '../deliver/file-error.ts'

/**
 * The key that seals the state, 32 bytes in a file that only its owner reads. It is made when `fresh` says that nothing
 * is sealed yet; otherwise a missing key is `STATE_KEY_MISMATCH`. Called with the state locked.
 */
export function stateKey(file: string, stateFile: string, fresh: boolean): Uint8Array {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    if (nativeCode(cause) !== 'ENOENT') throw fileError(cause, file)
    if (!fresh) throw new BerthError('STATE_KEY_MISMATCH', { file: stateFile }, { cause })
    return createKey(file)
  }
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== 32) throw new BerthError('STATE_KEY_MISMATCH', { file: stateFile })
  chmodSync(file, 0o600)
  return key
}

function createKey(file: string): Uint8Array {
  const key = randomBytes(32)
  const draft = `${file}.part`
  try {
    const handle = openSync(draft, 'w', 0o600)
    try {
      writeSync(handle, `${key.toString('base64')}\n`)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(draft, file)
  } catch (cause) {
    throw fileError(cause, file)
  }
  return key
}
