import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import {
  importJwks,
  importPrivateJwk,
  importPublicJwk,
  loadOrCreateKey,
  type SigningKey,
  type VerificationKey,
} from '@berth/trust'
import { dockingEnvironment } from '../connections/docking-environment.ts'
import { readSecret } from '../connections/read-secret.ts'

/** The secret that holds a private key as JSON Web Key: for machines that are not the docking's own, such as CI. */
export const reportKeySecret = 'REPORT_KEY'

/** Whose key it is where nothing else says so. */
export interface KeyPlace {
  readonly folder: string
  /** The docking's own key file, and the id of its system. Absent where there is no docking. */
  readonly own?: { readonly file: string; readonly system: string }
}

/**
 * The key that reports are signed with: the secret `REPORT_KEY`, else the key that the docking is enrolled with. Rejects with
 * `REPORT_KEY_MISSING` where there is neither, and with `KEY_INVALID`.
 */
export async function reportKey({ folder, own }: KeyPlace): Promise<SigningKey> {
  const key = givenKey(folder)
  if (key !== undefined) return key
  if (own === undefined || !existsSync(own.file)) throw new BerthError('REPORT_KEY_MISSING')
  return await loadOrCreateKey(own.file, own.system)
}

/** The keys of a file, one or a JWKS, or what this place signs with itself; none where it has nothing. */
export async function trustedKeys(file: string | undefined, place: KeyPlace): Promise<readonly VerificationKey[]> {
  if (file !== undefined) return await keysOf(file)
  try {
    return [await reportKey(place)]
  } catch (error) {
    if (BerthError.is(error) && error.code === 'REPORT_KEY_MISSING') return []
    throw error
  }
}

function givenKey(folder: string): SigningKey | undefined {
  const text = readSecret(reportKeySecret, folder, dockingEnvironment(folder))
  if (text === undefined) return undefined
  const jwk = parsed(text)
  const id = typeof jwk === 'object' && jwk !== null && 'kid' in jwk ? jwk.kid : undefined
  return importPrivateJwk(jwk, typeof id === 'string' && id !== '' ? id : 'report')
}

async function keysOf(file: string): Promise<readonly VerificationKey[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const problem = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    throw new BerthError('KEY_FILE_UNUSABLE', { file, problem }, { cause })
  })
  const jwk = parsed(text)
  return typeof jwk === 'object' && jwk !== null && 'keys' in jwk ? importJwks(jwk) : [importPublicJwk(jwk)]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BerthError('KEY_INVALID', { problem: 'it is no JSON' })
  }
}
