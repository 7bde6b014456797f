import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** What stands in the address of the page, and nobody guesses. */
export function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Sent with every answer: nothing is kept, nothing is framed, nothing is loaded from elsewhere. */
export const guardHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}

/**
 * The path behind the token, for a request that may be answered: sent to this machine by its own name, so that no foreign
 * name can lead here (DNS rebinding), not sent by the page of another origin, and with the token. Undefined for any other.
 */
export function guardedPath(request: Pick<IncomingMessage, 'url' | 'headers'>, token: string): string | undefined {
  const { host = '', origin } = request.headers
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/.test(host)) return undefined
  if (origin !== undefined && origin !== `http://${host}`) return undefined
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return undefined
  const [, given = '', path] = /^\/([^/?]*)(\/[^?]*)/.exec(request.url ?? '') ?? []
  return path !== undefined && same(given, token) ? path : undefined
}

function same(given: string, token: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', token, 'buffer'))
}
