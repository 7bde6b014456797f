import { hash } from 'node:crypto'

/** Headers that change what a request does. Their signature is the request's own. */
export interface BoundHeaders {
  /** `Berth-Grant` */
  readonly grant?: string | undefined
  /** `Idempotency-Key` */
  readonly idempotencyKey?: string | undefined
  /** `Berth-Rows` */
  readonly rows?: string | undefined
}

/** The parts of a request that its signature binds (SEC-5). */
export interface SignedParts {
  /** `POST` */
  readonly method: string
  /** Path with query, as it goes over the wire. */
  readonly path: string
  /** The body's bytes, or a text that goes as UTF-8. Empty where there is none. */
  readonly body: Uint8Array | string
  /** Absent: they are not signed, or not looked at. */
  readonly bound?: BoundHeaders
}

/** How far the clocks of two parties may differ, and how long a request holds either way, in milliseconds. */
export const requestToleranceMs = 60_000

/** SHA-256 of the headers that are bound, in base64url: the claim `hh`. */
export function headersHash({ grant = '', idempotencyKey = '', rows = '' }: BoundHeaders): string {
  return hash('sha256', JSON.stringify([grant, idempotencyKey, rows]), 'base64url')
}

/** SHA-256 of a body in base64url: the claim `bh`. */
export function bodyHash(body: Uint8Array | string): string {
  return hash('sha256', body, 'base64url')
}
