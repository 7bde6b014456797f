import { timingSafeEqual } from 'node:crypto'
import { BerthError, type Secret } from '@berth/core'
import type { ReplayStore } from '../requests/replay-store.ts'
import type { GatewayDialect, SentPart } from './dialect.ts'
import { type AddressedRequest, decodeSignature, type SentParts, signature } from './signature.ts'
import { readTime } from './time-form.ts'

/** A request that came in, its query decoded and its headers named in lower case, as Node gives them. */
export interface ReceivedGatewayRequest extends AddressedRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

export interface VerifyForOptions {
  /**
   * The secret of a caller, or several while it is changed. Undefined where there is none. The id is undefined where
   * the dialect sends none: the secret is then the receiver's own.
   */
  readonly secretOf: (id: string | undefined) => GatewaySecrets | Promise<GatewaySecrets>
  /** Milliseconds since 1970. */
  readonly now: number
  /** Remembers nonces, where the dialect has them. */
  readonly replay: ReplayStore
  /** How far the clocks may differ either way, in milliseconds. @default the dialect's window, or else 300000 */
  readonly toleranceMs?: number
}

/** What is known of a caller's secrets. */
export type GatewaySecrets = Secret | readonly Secret[] | undefined

/** What a signature vouches for. Fields that the dialect sends unsigned are not here: anyone on the way can set them. */
export interface VerifiedGatewayRequest {
  /** Whose secret signed it. Undefined where the dialect sends no id. */
  readonly id?: string
  readonly service?: string
  readonly user?: string
  readonly userInformation?: string
  readonly extension?: string
}

/**
 * Verifies a request against a gateway's dialect: the system behind a gateway, or a gateway under test. A request that
 * does not hold is not remembered. Most dialects bind neither body nor address: see their `weaknesses`.
 *
 * Rejects with `SIGNATURE_MISSING`, `SIGNATURE_INVALID` (its problem says which part), `CLOCK_SKEW`,
 * `REQUEST_REPLAYED`, or `OVERLOADED` when no more nonces can be remembered.
 */
export async function verifyFor(
  dialect: GatewayDialect,
  request: ReceivedGatewayRequest,
  options: VerifyForOptions,
): Promise<VerifiedGatewayRequest> {
  const { sent, signed } = readFields(dialect, request)
  const time = readTime(dialect.time.form, sent.timestamp ?? '')
  if (Number.isNaN(time)) throw invalid('timestamp')
  const presented = decodeSignature(signed, dialect.encodings[0])
  const secrets = [(await options.secretOf(sent.id)) ?? []].flat()
  if (secrets.length === 0) throw invalid('no secret of the caller')
  let holds = false
  for (const secret of secrets) {
    const expected = signature(dialect, sent, request, secret, refuse)
    if (presented.length === expected.length && timingSafeEqual(presented, expected)) holds = true
  }
  if (!holds) throw invalid('another secret signed it, or it was changed')

  const toleranceMs = options.toleranceMs ?? dialect.time.windowMs ?? 300_000
  const skewMs = options.now - time
  if (Math.abs(skewMs) > toleranceMs) throw new BerthError('CLOCK_SKEW', { seconds: Math.round(skewMs / 1000) })
  if (sent.nonce !== undefined) {
    const id = [dialect.id, sent.id ?? '', sent.nonce].join('\n')
    // A time in whole seconds may be up to one before the clock that wrote it.
    const fresh = await options.replay.add(id, time + toleranceMs + 1000, options.now)
    if (!fresh) throw new BerthError('REQUEST_REPLAYED')
  }
  return vouchedFor(dialect, sent)
}

function readFields(
  dialect: GatewayDialect,
  request: ReceivedGatewayRequest,
): { readonly sent: SentParts; readonly signed: string } {
  const query = request.query ?? []
  const read = (name: string): string | undefined => {
    if (dialect.carrier === 'header') {
      const header = request.headers[name.toLowerCase()]
      if (typeof header === 'object') throw invalid(`${name} is there twice`)
      return header
    }
    const values = query.filter(([key]) => key === name)
    if (values.length > 1) throw invalid(`${name} is there twice`)
    return values[0]?.[1]
  }
  const sent: Partial<Record<SentPart, string>> = {}
  let signed = ''
  for (const { name, holds, optional } of dialect.fields) {
    const text = read(name) ?? ''
    if (text === '' && optional !== true) {
      throw holds === 'signature' ? new BerthError('SIGNATURE_MISSING') : invalid(`${name} is missing`)
    }
    if (holds === 'signature') signed = text
    else if (typeof holds === 'string') sent[holds] = text
    else if (text !== holds.text) throw invalid(name)
  }
  return { sent, signed }
}

const told: readonly (SentPart & keyof VerifiedGatewayRequest)[] = [
  'id',
  'service',
  'user',
  'userInformation',
  'extension',
]

function vouchedFor(dialect: GatewayDialect, sent: SentParts): VerifiedGatewayRequest {
  // The id is vouched for even where it is not joined: it chose the secret.
  const parts = told.filter((part) => part === 'id' || dialect.joined.includes(part))
  return Object.fromEntries(parts.flatMap((part) => (sent[part] === undefined ? [] : [[part, sent[part]]])))
}

function refuse(part: string, problem: string): never {
  throw invalid(`${part}: ${problem}`)
}

function invalid(problem: string): BerthError {
  return new BerthError('SIGNATURE_INVALID', { problem })
}
