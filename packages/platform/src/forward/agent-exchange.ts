import { BerthError, type Language } from '@berth/core'
import { nativeCodeOf, openLine, refusedCertificate, signRequest } from '@berth/trust'
import { contractHeader, contractVersion } from '../contract-version.ts'
import type { PlatformContext } from '../platform-context.ts'

/** A request on its way to a department's agent. */
export interface AgentRequest {
  readonly system: string
  readonly agentUrl: string
  /** `/resources/marriage/lookup` */
  readonly path: string
  readonly body: Uint8Array
  readonly grantToken: string
  /** Passed on under the platform's signature. */
  readonly claims: Readonly<Record<string, string>>
  readonly language: Language
  /** Present for a submission, whose outcome is unknown when the line is cut. */
  readonly idempotencyKey?: string
}

export interface AgentAnswer {
  readonly status: number
  readonly body: Uint8Array
  /** The header `Berth-Signature` of the request that it answers. */
  readonly request: string
  /** The header `Berth-Answer-Signature`. */
  readonly signature?: string
  /** The header `Retry-After` in seconds, where the agent says when to return. */
  readonly retryAfter?: string
}

/** Failures that come before the request was sent: nothing can have happened at the department. */
const beforeSending: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  // An address of plain HTTP, where certificates have to be shown.
  'ERR_INVALID_PROTOCOL',
])

/**
 * Sends a request with the platform's signature and the consumer's grant, and reads the whole answer within the
 * platform's own deadline and size. Redirects are not followed: what an agent answers goes nowhere else.
 *
 * Errors: `AGENT_UNREACHABLE`, `AGENT_REFUSED` for an answer that is too large, `UNKNOWN_OUTCOME` for a submission.
 */
export async function agentExchange(context: PlatformContext, request: AgentRequest): Promise<AgentAnswer> {
  const { system, body, idempotencyKey } = request
  const base = new URL(request.agentUrl)
  const path = base.pathname.replace(/\/$/, '') + request.path
  const bound = { grant: request.grantToken, idempotencyKey }
  const token = signRequest(context.key, {
    method: 'POST',
    path,
    body,
    bound,
    audience: system,
    now: context.now(),
    ...(Object.keys(request.claims).length === 0 ? {} : { claims: request.claims }),
  })
  try {
    const response = await (context.agentLine ?? openLine)(base.origin + path, {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'accept-language': request.language,
        'content-type': 'application/json',
        'berth-signature': token,
        'berth-grant': request.grantToken,
        [contractHeader]: contractVersion,
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      body,
      signal: AbortSignal.timeout(context.forwardTimeoutMs),
    })
    const retryAfter = response.header('retry-after') ?? ''
    const signature = response.header('berth-answer-signature')
    return {
      status: response.status,
      request: token,
      ...(signature === undefined ? {} : { signature }),
      body: await readBounded(response.body, context.maxAnswerBytes, system),
      ...(/^\d{1,9}$/.test(retryAfter) ? { retryAfter } : {}),
    }
  } catch (cause) {
    const unusable = BerthError.is(cause) && cause.code === 'CERTIFICATE_UNUSABLE'
    if (BerthError.is(cause) && !unusable && idempotencyKey === undefined) throw cause
    const unsent = unusable || refusedCertificate(cause) !== undefined || beforeSending.has(nativeCodeOf(cause))
    if (idempotencyKey === undefined || unsent) {
      throw new BerthError('AGENT_UNREACHABLE', { system }, { cause })
    }
    throw new BerthError('UNKNOWN_OUTCOME', { call: 'submit' }, { cause })
  }
}

async function readBounded(body: AsyncIterable<Uint8Array>, maxBytes: number, system: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body) {
    length += part.length
    if (length > maxBytes)
      throw new BerthError('AGENT_REFUSED', { system, remoteCode: `answer over ${maxBytes} bytes` })
    parts.push(part)
  }
  return Buffer.concat(parts, length)
}
