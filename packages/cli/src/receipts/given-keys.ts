import { readFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import type { VerificationKey } from '@berth/trust'

/** Reads a JWKS file. Rejects with `FILE_UNREADABLE` or `KEY_INVALID`. */
export async function keysOf(file: string, read: (document: unknown) => VerificationKey[]): Promise<VerificationKey[]> {
  let document: unknown
  try {
    document = JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'JSON'
    throw new BerthError('FILE_UNREADABLE', { file, nativeCode }, { cause })
  }
  return read(document)
}
