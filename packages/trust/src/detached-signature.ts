import { keyAlgorithm, signBytes, verifyBytes } from './cryptography/key-signature.ts'
import type { Signer } from './cryptography/signer.ts'
import type { SigningKey, VerificationKey } from './keys/key.ts'

const shape = /^([A-Za-z0-9_-]{1,400})\.\.([A-Za-z0-9_-]{86})$/

/**
 * Signs a text as JWS with detached payload (RFC 7515, appendix F): header, two dots, signature. `typ` says what the text is, so that
 * a signature over one kind of document is none over another.
 */
export function signDetached(key: SigningKey, payload: string, typ: string): string {
  const header = headerFor(keyAlgorithm(key), key.id, typ)
  return `${header}..${signBytes(key, inputOf(header, payload)).toString('base64url')}`
}

/** The same by a signer, which may hold its key elsewhere. Rejects as it does. */
export async function signDetachedBy(
  signer: Signer,
  payload: string,
  typ: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<string> {
  const header = headerFor(signer.algorithm, signer.id, typ)
  const signature = await signer.sign(inputOf(header, payload), options)
  return `${header}..${Buffer.from(signature).toString('base64url')}`
}

/** Whether it is the key's signature over this text, of this `typ`, by the key's own algorithm. Nothing in its header chooses how it is checked. */
export function verifyDetached(key: VerificationKey, jws: string, payload: string, typ: string): boolean {
  const [, header, encoded] = shape.exec(jws) ?? []
  if (header === undefined || encoded === undefined) return false
  const named = headerOf(header)
  if (named?.['alg'] !== keyAlgorithm(key) || named['typ'] !== typ || 'crit' in named || 'b64' in named) return false
  const signature = Buffer.from(encoded, 'base64url')
  // Four texts decode to the same bytes; only one of them is what was written.
  if (signature.toString('base64url') !== encoded) return false
  return verifyBytes(key, inputOf(header, payload), signature)
}

function headerFor(alg: string, kid: string, typ: string): string {
  return Buffer.from(JSON.stringify({ alg, kid, typ })).toString('base64url')
}

function inputOf(header: string, payload: string): Buffer {
  return Buffer.from(`${header}.${Buffer.from(payload).toString('base64url')}`)
}

function headerOf(encoded: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}
