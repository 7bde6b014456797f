import type { Receipt } from '@berth/core'
import type { Signer } from '../cryptography/signer.ts'
import { signDetached, signDetachedBy, verifyDetached } from '../detached-signature.ts'
import type { SigningKey, VerificationKey } from '../keys/key.ts'
import { canonicalJson } from './canonical-json.ts'

const headType = 'berth-receipts-head'
const anchorType = 'berth-receipts-anchor'

/** Where a chain of receipts stood at a time. */
export interface ChainPlace extends Pick<Receipt, 'number' | 'hash'> {
  /** Whose chain: the id of the party that writes it. */
  readonly chain: string
  /** When it stood there: an `instant`. */
  readonly at: string
}

/** A place in a chain, signed by the party that writes the chain (LOG-1). One signature covers all receipts up to it. */
export interface ReceiptHead extends ChainPlace {
  /** Detached JWS over the canonical JSON of `at`, `chain`, `hash` and `number`, of the type `berth-receipts-head`. */
  readonly signature: string
  /** What a platform said of it, out of reach of the party. Absent: no platform has seen it. */
  readonly anchor?: HeadAnchor
}

/** What a platform signs when it is shown a head. */
export interface HeadAnchor {
  /** The id of the platform's key. */
  readonly platform: string
  /** When the platform saw the head: an `instant`. */
  readonly at: string
  /** Detached JWS over the canonical JSON of `{ at, head, platform }`, `head` as it was signed, of the type `berth-receipts-anchor`. */
  readonly signature: string
}

/** Signs a place in the party's own chain. */
export function signHead(key: SigningKey, place: ChainPlace): ReceiptHead {
  const { chain, number, hash, at } = place
  return { chain, number, hash, at, signature: signDetached(key, headText(place), headType) }
}

/** The same by a signer. Rejects as it does. */
export async function signHeadBy(
  signer: Signer,
  place: ChainPlace,
  options: { readonly signal?: AbortSignal } = {},
): Promise<ReceiptHead> {
  const { chain, number, hash, at } = place
  return { chain, number, hash, at, signature: await signDetachedBy(signer, headText(place), headType, options) }
}

/** Whether one of these keys of the chain's party signed the head. */
export function headHolds(head: ReceiptHead, keys: readonly VerificationKey[]): boolean {
  const text = told(() => headText(head))
  if (text === undefined) return false
  return keys.some((key) => key.id === head.chain && verifyDetached(key, head.signature, text, headType))
}

/** The platform's word that it saw a head at a time. The head's own signature is for the caller to check. */
export function anchorHead(key: SigningKey, head: ReceiptHead, at: string): HeadAnchor {
  return { platform: key.id, at, signature: signDetached(key, anchorText(head, key.id, at), anchorType) }
}

/** Whether one of these keys of a platform signed the anchor of the head. False without an anchor. */
export function anchorHolds(head: ReceiptHead, keys: readonly VerificationKey[]): boolean {
  const { anchor } = head
  if (anchor === undefined) return false
  const text = told(() => anchorText(head, anchor.platform, anchor.at))
  if (text === undefined) return false
  return keys.some((key) => key.id === anchor.platform && verifyDetached(key, anchor.signature, text, anchorType))
}

/** A head that JSON cannot say was signed by nobody. */
function told(text: () => string): string | undefined {
  try {
    return text()
  } catch {
    return undefined
  }
}

function headText({ chain, number, hash, at }: ChainPlace): string {
  return canonicalJson({ chain, number, hash, at })
}

function anchorText(head: ReceiptHead, platform: string, at: string): string {
  const { chain, number, hash, at: signedAt, signature } = head
  return canonicalJson({ at, platform, head: { chain, number, hash, at: signedAt, signature } })
}
