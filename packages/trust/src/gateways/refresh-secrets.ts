import { BerthError, Secret } from '@berth/core'
import type { GatewayDialect } from './dialect.ts'
import type { GivenSecret, SecretExchange, SecretRefresh } from './refresh.ts'
import { openSealedSecret } from './sealed-secret.ts'
import { type GatewayCredentials, type SignedFields, signFor } from './sign-for.ts'

/** A secret that was fetched. */
export interface HeldSecret {
  readonly secret: Secret
  /** Milliseconds since 1970. Undefined where its end is not known: it holds until the gateway refuses it. */
  readonly until?: number
}

/** The secrets that were fetched, by name. */
export type HeldSecrets = Readonly<Record<string, HeldSecret>>

/** A call to make: the exchange as the dialect describes it, and the fields to put where it says. */
export interface SecretCall {
  readonly method: SecretExchange['method']
  readonly path: string
  readonly carrier: SecretExchange['carrier']
  readonly fields: SignedFields['fields']
}

export interface RefreshSecretsOptions {
  /** Makes the call and gives its answer, parsed from JSON. Its failures are passed on. */
  readonly exchange: (call: SecretCall, options: { readonly signal: AbortSignal }) => Promise<unknown>
  readonly signal: AbortSignal
  /** The clock: milliseconds since 1970. */
  readonly now: () => number
  /** The service that is named in the call, where the dialect needs one. */
  readonly service?: string
  /** How long before its end a secret is renewed, in milliseconds. @default 60000 */
  readonly earlyMs?: number
}

/**
 * The secrets to go on with: those held where the one that signs requests still holds, else with what the dialect's
 * exchanges gave. Starts from the latest exchange whose secret still holds, and falls back to the registered secret when
 * the gateway refuses a fetched one. `signingSecret` takes the one that signs out of them.
 *
 * Rejects with `PLATFORM_REFUSED` (the gateway's code), `PROTOCOL_ERROR` when an answer lacks what it should give, or
 * with what `exchange` rejects with.
 */
export async function refreshSecrets(
  dialect: GatewayDialect,
  credentials: GatewayCredentials,
  held: HeldSecrets,
  options: RefreshSecretsOptions,
): Promise<HeldSecrets> {
  const { refresh } = dialect
  if (refresh === undefined) return held
  const { earlyMs = 60_000 } = options
  let secrets = held
  const holds = (name: string): boolean => holdsAt(secrets[name], options.now() + earlyMs)
  if (holds(refresh.signsRequests)) return held

  let refusal: BerthError | undefined
  const refused = new Set<SecretExchange>()
  const isPossible = (exchange: SecretExchange): boolean =>
    !refused.has(exchange) && (exchange.signedWith === 'registered' || holds(exchange.signedWith))
  // Once more than there are exchanges: one may be refused, and be made again with what the fallback gave.
  for (let calls = 0; calls <= refresh.exchanges.length; calls++) {
    if (options.signal.aborted) throw new BerthError('ABORTED', { call: 'refreshSecrets' })
    const exchange = refresh.exchanges.findLast(isPossible)
    if (exchange === undefined) break
    try {
      const given = await call(dialect, refresh, exchange, credentials, secrets, options)
      secrets = { ...secrets, ...given }
      if (holdsAt(given[refresh.signsRequests], options.now())) return secrets
      refused.clear()
    } catch (error) {
      if (!BerthError.is(error) || error.code !== 'PLATFORM_REFUSED') throw error
      refusal = error
      refused.add(exchange)
    }
  }
  throw refusal ?? unreadable('the secret it gave has already ended')
}

function holdsAt(held: HeldSecret | undefined, time: number): boolean {
  return held !== undefined && (held.until === undefined || held.until > time)
}

/** The secret that signs requests: the fetched one where the dialect fetches one, else the registered one. */
export function signingSecret(dialect: GatewayDialect, credentials: GatewayCredentials, held: HeldSecrets): Secret {
  const name = dialect.refresh?.signsRequests
  return (name === undefined ? undefined : held[name]?.secret) ?? credentials.secret
}

async function call(
  dialect: GatewayDialect,
  refresh: SecretRefresh,
  exchange: SecretExchange,
  credentials: GatewayCredentials,
  held: HeldSecrets,
  options: RefreshSecretsOptions,
): Promise<HeldSecrets> {
  const secret = held[exchange.signedWith]?.secret ?? credentials.secret
  const request = options.service === undefined ? {} : { service: options.service }
  const { fields } = signFor(dialect, { id: credentials.id, secret }, request, { now: options.now() })
  const { method, path, carrier } = exchange
  const answer = await options.exchange({ method, path, carrier, fields }, { signal: options.signal })
  const code = textAt(answer, refresh.success.at)
  if (code !== refresh.success.is) throw new BerthError('PLATFORM_REFUSED', { remoteCode: printable(code) })
  const given: Record<string, HeldSecret> = {}
  for (const each of exchange.gives) {
    const text = textAt(answer, each.at)
    if (text === undefined || text === '') {
      if (each.optional === true) continue
      throw unreadable(`no ${each.at.join('.')}`)
    }
    given[each.name] = {
      secret: each.sealed === undefined ? new Secret(text) : openSealedSecret(credentials.secret, text),
      ...until(each, answer, options.now()),
    }
  }
  return given
}

function until(given: GivenSecret, answer: unknown, now: number): { readonly until?: number } {
  const text = textAt(answer, given.untilAt) ?? ''
  if (/^\d{13}$/.test(text)) return { until: Number(text) }
  return given.lifetimeMs === undefined ? {} : { until: now + given.lifetimeMs }
}

/** A text or number at a place in an answer. */
function textAt(answer: unknown, place: readonly string[]): string | undefined {
  let value = answer
  for (const name of place) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** A code of the gateway, unless it is too odd to print. */
function printable(code: string | undefined): string {
  return code !== undefined && /^[\w.-]{1,32}$/.test(code) ? code : 'unknown'
}

function unreadable(problem: string): BerthError {
  return new BerthError('PROTOCOL_ERROR', { nativeCode: problem }, { origin: 'gateway' })
}
