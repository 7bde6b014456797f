import { BerthError } from '@berth/core'
import { type Line, nativeCodeOf, openLine, refusedCertificate } from '@berth/trust'

/** One request, and how long and how large its exchange may become. */
export interface BytesRequest {
  readonly call: string
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  /** For the whole exchange: connecting, sending, and the last byte of the answer. */
  readonly timeoutMs: number
  readonly maxAnswerBytes: number
  /** The request changes something that is not safe to guess about. */
  readonly once: boolean
  readonly signal: AbortSignal | undefined
  /** @default over the authorities that Node knows, without a certificate of our own */
  readonly line?: Line | undefined
}

export interface BytesAnswer {
  readonly status: number
  readonly body: Uint8Array
}

/** Failures that come before the request was sent: nothing can have happened. */
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
 * Sends a request and reads the whole answer. Redirects are not followed: a signature holds for one address.
 *
 * Errors: `PLATFORM_UNREACHABLE`, `CERTIFICATE_REFUSED` and `CERTIFICATE_UNUSABLE` (nothing was sent), `UNKNOWN_OUTCOME` (only for a request that is `once`), `PLATFORM_REFUSED` for an
 * answer that is too large, `ABORTED`.
 */
export async function exchangeBytes(request: BytesRequest): Promise<BytesAnswer> {
  const { call, signal } = request
  const aborted = (): boolean => signal?.aborted === true
  if (aborted()) throw new BerthError('ABORTED', { call })
  const deadline = AbortSignal.timeout(request.timeoutMs)
  try {
    const response = await (request.line ?? openLine)(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
    })
    return { status: response.status, body: await readAnswer(response.body, request.maxAnswerBytes) }
  } catch (cause) {
    if (BerthError.is(cause) && (!request.once || cause.code === 'CERTIFICATE_UNUSABLE')) throw cause
    const host = new URL(request.url).hostname
    const code = refusedCertificate(cause)
    if (code !== undefined) throw new BerthError('CERTIFICATE_REFUSED', { host, nativeCode: code }, { cause })
    const unsent = beforeSending.has(nativeCodeOf(cause))
    if (request.once && !unsent) throw new BerthError('UNKNOWN_OUTCOME', { call }, { cause })
    if (aborted()) throw new BerthError('ABORTED', { call }, { cause })
    throw new BerthError('PLATFORM_UNREACHABLE', { url: new URL(request.url).origin }, { cause })
  }
}

async function readAnswer(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body) {
    length += part.length
    if (length > maxBytes) throw new BerthError('PLATFORM_REFUSED', { remoteCode: `answer over ${maxBytes} bytes` })
    parts.push(part)
  }
  return Buffer.concat(parts, length)
}
