import { BerthError, type Secret } from '@berth/core'
import type { GatewayDialect, SentPart, SignatureEncoding } from './dialect.ts'
import { type AddressedRequest, encodeSignature, type SentParts, signature } from './signature.ts'
import { writeTime } from './time-form.ts'

/** Who signs. */
export interface GatewayCredentials {
  /** What the gateway knows the caller by: `rid`, `paasid`, client id, access key, `appKey`. */
  readonly id: string
  readonly secret: Secret
}

/** What is asked for. */
export interface GatewayRequest extends AddressedRequest {
  /** The service called, where the dialect names one: `sid`, `serviceId`. */
  readonly service?: string
  /** Who asks, where a gateway tells it to the system behind it. */
  readonly user?: string
  readonly userInformation?: string
  readonly extension?: string
}

export interface SignForOptions {
  /** Milliseconds since 1970. */
  readonly now: number
  /** Fresh for every request, from `gatewayNonce`. Needed where the dialect has one. */
  readonly nonce?: string
  /** One of the dialect's. @default its first */
  readonly encoding?: SignatureEncoding
}

/** What to add to a request. */
export interface SignedFields {
  readonly carrier: 'header' | 'query'
  /** Names and values in the dialect's order; a query still has to be percent-encoded. */
  readonly fields: Readonly<Record<string, string>>
}

/**
 * Signs a request as a gateway's dialect asks. Pure: the clock and the nonce come from outside.
 *
 * Throws `PARAMETER_MISSING` where the dialect needs a part that is not given, `PARAMETER_INVALID` where one cannot be
 * carried: line breaks and other than visible ASCII, an encoding the dialect does not have, an empty secret.
 */
export function signFor(
  dialect: GatewayDialect,
  credentials: GatewayCredentials,
  request: GatewayRequest,
  options: SignForOptions,
): SignedFields {
  const encoding = options.encoding ?? dialect.encodings[0]
  if (!dialect.encodings.includes(encoding)) refuse('encoding', `not one of ${dialect.encodings.join(', ')}`)
  const sent = sentParts(dialect, credentials, request, options)
  const signed = encodeSignature(signature(dialect, sent, request, credentials.secret, refuse), encoding)
  const fields: Record<string, string> = {}
  for (const { name, holds, optional } of dialect.fields) {
    if (holds === 'signature') fields[name] = signed
    else if (typeof holds === 'object') fields[name] = holds.text
    else if (sent[holds] !== '' || optional !== true) fields[name] = sent[holds] ?? ''
  }
  return { carrier: dialect.carrier, fields }
}

function sentParts(
  dialect: GatewayDialect,
  credentials: GatewayCredentials,
  request: GatewayRequest,
  options: SignForOptions,
): SentParts {
  const given: Readonly<Record<SentPart, string | undefined>> = {
    id: credentials.id,
    service: request.service,
    timestamp: writeTime(dialect.time.form, options.now),
    nonce: options.nonce,
    user: request.user,
    userInformation: request.userInformation,
    extension: request.extension,
  }
  const sent: Partial<Record<SentPart, string>> = {}
  for (const { holds, optional } of dialect.fields) {
    if (holds === 'signature' || typeof holds === 'object') continue
    const text = given[holds] ?? ''
    if (text === '' && optional !== true) throw new BerthError('PARAMETER_MISSING', { parameter: holds })
    sent[holds] = text
  }
  return sent
}

function refuse(parameter: string, problem: string): never {
  throw new BerthError('PARAMETER_INVALID', { parameter, problem })
}
