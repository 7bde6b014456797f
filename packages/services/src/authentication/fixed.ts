import { BerthError, type Secret } from '@berth/core'
import type { ServiceRequest } from '../client/service-request.ts'
import type { Authentication } from './authentication.ts'

/** User name and password (RFC 7617), in UTF-8. */
export function basicAuthentication(user: string, password: Secret): Authentication {
  const header = (): string => `Basic ${Buffer.from(`${user}:${password.reveal()}`).toString('base64')}`
  return { authenticate: async (request) => withHeader(request, 'authorization', header()) }
}

/** A token that does not change (RFC 6750). */
export function bearerAuthentication(token: Secret): Authentication {
  return { authenticate: async (request) => withHeader(request, 'authorization', `Bearer ${token.reveal()}`) }
}

/** A key in a header or query parameter of its own. */
export function keyAuthentication(place: 'header' | 'query', name: string, key: Secret): Authentication {
  return {
    authenticate: async (request) =>
      place === 'header'
        ? withHeader(request, name.toLowerCase(), key.reveal())
        : withQuery(request, [[name, key.reveal()]]),
  }
}

export function withHeader(request: ServiceRequest, name: string, value: string): ServiceRequest {
  // The client would name the header and not say whose it is.
  if (!/^[\x20-\x7e]*$/.test(value))
    throw new BerthError('PARAMETER_INVALID', { parameter: name, problem: 'the secret is not visible ASCII' })
  return { ...request, headers: { ...request.headers, [name]: value } }
}

export function withQuery(
  request: ServiceRequest,
  added: readonly (readonly [name: string, value: string])[],
): ServiceRequest {
  const url = new URL(request.url)
  const pairs = added.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  url.search = [url.search.slice(1), ...pairs].filter((part) => part !== '').join('&')
  return { ...request, url }
}
