import { readFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import { importJwks, importPublicJwk, type VerificationKey } from '@berth/trust'

/** The public keys of senders or receivers by their ids, from a file with a JWKS or one JWK. Rejects with `KEY_FILE_UNUSABLE`. */
export async function loadBatchKeys(file: string): Promise<ReadonlyMap<string, VerificationKey>> {
  const unusable = (problem: string, cause: unknown): BerthError =>
    new BerthError('KEY_FILE_UNUSABLE', { file, problem }, { cause })
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw unusable(cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable', cause)
  }
  try {
    const value: unknown = JSON.parse(text)
    const many = typeof value === 'object' && value !== null && 'keys' in value
    const keys = many ? importJwks(value) : [importPublicJwk(value)]
    return new Map(keys.map((key) => [key.id, key]))
  } catch (cause) {
    throw unusable('it holds no Ed25519 or SM2 public key with its kid', cause)
  }
}
