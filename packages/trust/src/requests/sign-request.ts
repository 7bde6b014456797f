import { randomBytes } from 'node:crypto'
import type { Signer } from '../cryptography/signer.ts'
import type { SigningKey } from '../keys/key.ts'
import { signText, signTextBy } from '../signed-text.ts'
import { bodyHash, headersHash, type SignedParts } from './signed-request.ts'

export interface SignRequestOptions extends SignedParts {
  /** The id of the party that it is for. @default whoever gets it */
  readonly audience?: string
  /** What the signer vouches for of whoever asks, such as the division: row scopes of grants refer to it. @default nothing */
  readonly claims?: Readonly<Record<string, string>>
  /** Milliseconds since 1970. @default now */
  readonly now?: number
}

/** Signs a request: the value of its header `Berth-Signature`. Each call makes one that holds once (SEC-5). */
export function signRequest(key: SigningKey, request: SignRequestOptions): string {
  return signText(key, payloadOf(key.id, request))
}

/** The same by a signer. Rejects as it does. */
export function signRequestBy(
  signer: Signer,
  request: SignRequestOptions,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<string> {
  return signTextBy(signer, payloadOf(signer.id, request), options)
}

function payloadOf(iss: string, request: SignRequestOptions): Readonly<Record<string, unknown>> {
  return {
    iss,
    htm: request.method,
    htu: request.path,
    bh: bodyHash(request.body),
    ...(request.bound === undefined ? {} : { hh: headersHash(request.bound) }),
    ...(request.audience === undefined ? {} : { aud: request.audience }),
    iat: Math.floor((request.now ?? Date.now()) / 1000),
    jti: randomBytes(16).toString('base64url'),
    ...(request.claims === undefined ? {} : { clm: request.claims }),
  }
}
