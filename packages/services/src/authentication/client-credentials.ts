import { BerthError, exactJson, Secret } from '@berth/core'
import { unreadable } from '../answer/unreadable.ts'
import type { Exchange, ServiceRequest } from '../client/service-request.ts'
import type { Authentication } from './authentication.ts'
import { withHeader } from './fixed.ts'

export interface ClientCredentialsSettings {
  readonly tokenUrl: URL
  readonly clientId: string
  readonly clientSecret: Secret
  readonly scope: string | undefined
  /** Where id and secret go: in a Basic header, as RFC 6749 prefers, or in the form. */
  readonly place: 'header' | 'form'
  readonly exchange: Exchange
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** How long before its end a token is renewed. */
const earlyMs = 30_000
/** For a token whose end is not told. */
const unknownLifetimeMs = 5 * 60_000

interface HeldToken {
  readonly token: Secret
  readonly until: number
}

/**
 * OAuth 2.0 client credentials (RFC 6749, 4.4). The token is kept until shortly before it ends, and fetched once however
 * many calls wait for it. A call that is refused all the same is tried once more with a fresh one.
 */
export function clientCredentials(settings: ClientCredentialsSettings): Authentication {
  let held: HeldToken | undefined
  let fetching: { readonly signal: AbortSignal; readonly token: Promise<HeldToken> } | undefined
  let fresh = false
  const carried: WeakMap<ServiceRequest, HeldToken> = new WeakMap()
  const token = async (signal: AbortSignal): Promise<HeldToken> => {
    for (;;) {
      if (held !== undefined && held.until - earlyMs > settings.now()) return held
      fetching ??= {
        signal,
        token: fetchToken(settings, signal).finally(() => {
          fetching = undefined
        }),
      }
      const { signal: fetchers, token: fetched } = fetching
      try {
        held = await fetched
        fresh = true
        return held
      } catch (error) {
        // The call that fetched has ended, and this one has not.
        if (!fetchers.aborted || signal.aborted) throw error
      }
    }
  }
  return {
    authenticate: async (request, signal) => {
      fresh = false
      const bearer = await token(signal)
      const proven = withHeader(request, 'authorization', `Bearer ${bearer.token.reveal()}`)
      carried.set(proven, bearer)
      return proven
    },
    refused: (proven) => {
      // Another call may have fetched a new one since.
      if (carried.get(proven) !== held) return true
      held = undefined
      return !fresh
    },
  }
}

async function fetchToken(settings: ClientCredentialsSettings, signal: AbortSignal): Promise<HeldToken> {
  const { clientId, clientSecret, scope, place } = settings
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  if (scope !== undefined) form.set('scope', scope)
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  }
  if (place === 'form') {
    form.set('client_id', clientId)
    form.set('client_secret', clientSecret.reveal())
  } else {
    const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret.reveal())}`
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`
  }
  const call = 'token'
  const body = Buffer.from(form.toString())
  const request = { call, method: 'POST', url: settings.tokenUrl, headers, body, repeatable: true } as const
  const answer = await settings.exchange(request, signal)
  if (answer.status === 429 || answer.status >= 500)
    throw new BerthError('SYSTEM_BUSY', { nativeCode: `token: HTTP ${answer.status}` })
  if (answer.status !== 200) throw new BerthError('AUTH_FAILED', { nativeCode: `token: HTTP ${answer.status}` })
  return tokenOf(Buffer.from(answer.body).toString(), settings.now())
}

function tokenOf(text: string, now: number): HeldToken {
  let content: unknown
  try {
    content = exactJson(text, 'token')
  } catch {
    // The text may hold the token, so it is no cause either.
    throw unreadable('token', 'answer-json-object')
  }
  if (typeof content !== 'object' || content === null) throw unreadable('token', 'answer-json-object')
  const { access_token: token, token_type: type, expires_in: seconds } = content as Readonly<Record<string, unknown>>
  if (typeof token !== 'string' || token === '') throw unreadable('token', 'answer-token')
  if (typeof type === 'string' && type.toLowerCase() !== 'bearer') throw unreadable('token', 'answer-token-type')
  const lifetime = Number(seconds)
  const known = (typeof seconds === 'number' || typeof seconds === 'string') && lifetime > 0
  return { token: new Secret(token), until: now + (known ? lifetime * 1000 : unknownLifetimeMs) }
}

function formEncoded(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice(2)
}
