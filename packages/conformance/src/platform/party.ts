import type { Grade } from '@berth/core'
import { type SigningKey, signRequest } from '@berth/trust'
import type { PlatformAnswer, PlatformRequest } from './wire.ts'

export interface Sending {
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of a signature of its own; `null` sends none. */
  readonly signature?: string | null
}

/** Somebody that the kit has enrolled. */
export interface KitParty {
  readonly id: string
  readonly kind: 'system' | 'consumer'
  readonly clearance?: Grade
  readonly key: SigningKey
  /** A path as it goes over the line: the platform's own address may have one before it. */
  wirePath(path: string): string
  /** A signature for one request. `shiftMs` sets the clock of the one who signs. */
  sign(method: string, path: string, body: Uint8Array | string, shiftMs?: number): string
  /** Sends a signed request. A content that is no text and no bytes goes as JSON. */
  send(method: string, path: string, content: unknown, sending?: Sending): Promise<PlatformAnswer>
}

/** What a party works with. */
export interface PartyLine {
  readonly now: () => number
  readonly send: (request: PlatformRequest) => Promise<PlatformAnswer>
  /** The path of the platform's own address, without a slash at its end. */
  readonly prefix: string
}

/** A party whose requests go over this line. */
export function kitParty(
  party: Pick<KitParty, 'id' | 'kind' | 'key' | 'clearance'>,
  { now, send, prefix }: PartyLine,
): KitParty {
  const wirePath = (path: string): string => prefix + path
  const sign: KitParty['sign'] = (method, path, body, shiftMs = 0) =>
    signRequest(party.key, { method, path: wirePath(path), body, now: now() + shiftMs })
  return {
    ...party,
    wirePath,
    sign,
    send(method, path, content, { headers = {}, signature } = {}) {
      const body = bytesOf(content)
      const signed = signature === undefined ? sign(method, path, body) : signature
      const proof = signed === null ? {} : { 'berth-signature': signed }
      return send({ method, path, body, headers: { 'content-type': 'application/json', ...proof, ...headers } })
    },
  }
}

/** A content as it goes over the line: bytes and texts as they are, anything else as JSON. */
export function bytesOf(content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return content
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
}
