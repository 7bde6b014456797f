import { exactJson, type Secret } from '@berth/core'
import {
  type GatewayDialect,
  gatewayNonce,
  type HeldSecrets,
  refreshSecrets,
  type SecretCall,
  type SignatureEncoding,
  signFor,
  signingSecret,
} from '@berth/trust'
import { unreadable } from '../answer/unreadable.ts'
import type { Exchange, ServiceRequest } from '../client/service-request.ts'
import { statusError } from '../client/status-error.ts'
import type { Authentication } from './authentication.ts'
import { withHeader, withQuery } from './fixed.ts'

export interface GatewaySettings {
  readonly dialect: GatewayDialect
  readonly id: string
  readonly secret: Secret
  /** The service called, where the dialect names one. */
  readonly service: string | undefined
  readonly encoding: SignatureEncoding | undefined
  /** What the addresses of the gateway's own calls are joined to. */
  readonly url: URL
  readonly exchange: Exchange
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Signs calls as a gateway's dialect asks, and fetches the secret first where the dialect has it fetched. */
export function gatewayAuthentication(settings: GatewaySettings): Authentication {
  const { dialect, id, secret, service, encoding, url, exchange, now } = settings
  const credentials = { id, secret }
  let held: HeldSecrets = {}
  let fetching: Promise<HeldSecrets> | undefined
  let fresh = false
  const signedWith: WeakMap<ServiceRequest, HeldSecrets> = new WeakMap()
  const named = service === undefined ? {} : { service }
  const fetched = async (signal: AbortSignal): Promise<HeldSecrets> => {
    if (dialect.refresh === undefined) return held
    const before = held
    fetching ??= refreshSecrets(dialect, credentials, held, {
      exchange: (call) => secretCall(call, url, exchange, signal),
      signal,
      now,
      ...named,
    }).finally(() => {
      fetching = undefined
    })
    held = await fetching
    fresh = held !== before
    return held
  }
  return {
    authenticate: async (request, signal) => {
      const secrets = await fetched(signal)
      const nonce = gatewayNonce(dialect, now())
      const { carrier, fields } = signFor(
        dialect,
        { id, secret: signingSecret(dialect, credentials, secrets) },
        { ...named, method: request.method, path: request.url.pathname, query: [...request.url.searchParams] },
        {
          now: now(),
          ...(nonce === undefined ? {} : { nonce }),
          ...(encoding === undefined ? {} : { encoding }),
        },
      )
      const pairs = Object.entries(fields)
      const proven =
        carrier === 'query'
          ? withQuery(request, pairs)
          : pairs.reduce((signed, [name, value]) => withHeader(signed, name, value), request)
      signedWith.set(proven, secrets)
      return proven
    },
    refused: (proven) => {
      // Another call may have fetched new ones since.
      if (signedWith.get(proven) !== held) return dialect.refresh !== undefined
      held = {}
      return dialect.refresh !== undefined && !fresh
    },
  }
}

async function secretCall(call: SecretCall, url: URL, exchange: Exchange, signal: AbortSignal): Promise<unknown> {
  const address = new URL(url)
  address.pathname = `${url.pathname.replace(/\/$/, '')}${call.path}`
  let request: ServiceRequest = { call: 'secret', method: call.method, url: address, headers: {}, repeatable: true }
  const pairs = Object.entries(call.fields)
  if (call.carrier === 'query') request = withQuery(request, pairs)
  else {
    const body = Buffer.from(JSON.stringify(call.fields))
    request = withHeader({ ...request, body }, 'content-type', 'application/json; charset=utf-8')
  }
  const answer = await exchange(request, signal)
  if (answer.status !== 200) throw statusError(answer, call.path)
  try {
    return exactJson(Buffer.from(answer.body).toString(), 'secret')
  } catch {
    // What cannot be read may hold the secret, so it is no cause either.
    throw unreadable(call.path, 'answer-json-object')
  }
}
