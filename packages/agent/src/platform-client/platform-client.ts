import { randomUUID } from 'node:crypto'
import { BerthError, type Language, type Secret } from '@berth/core'
import type { Publication } from '@berth/manifest'
import {
  type CertificateFiles,
  certifiedLine,
  currentSigner,
  exportPublicJwk,
  type HeadAnchor,
  importJwks,
  type Line,
  type ReceiptHead,
  type SignerSource,
  signRequestBy,
  type VerificationKey,
} from '@berth/trust'
import type { Answer, CatalogueEntry, Delivered, Enrolment, HandedInReport, Published, Submitted } from './answers.ts'
import { exchangeBytes } from './exchange-bytes.ts'
import { type KnownGrant, knownGrants } from './known-grant.ts'
import { platformProblem } from './platform-problem.ts'

export interface PlatformClientOptions {
  /** `https://platform.example:8443`; a path before the protocol's own is kept. */
  readonly url: string
  /** Signs what is sent; its id is the party's id. */
  readonly key: SignerSource
  /** For each whole exchange, the answer's last byte included. @default 30000 */
  readonly timeoutMs?: number
  /** @default 33554432 */
  readonly maxAnswerBytes?: number
  /** Authorities and a certificate of our own, in files that are followed. @default the authorities that Node knows, and none */
  readonly tls?: CertificateFiles
  /** Of the platform's sentences in errors. @default 'zh' */
  readonly language?: Language
}

export interface PlatformCallOptions {
  readonly signal?: AbortSignal
  /** With a question or a submission: what this party vouches for of whoever asks; row scopes refer to it. @default nothing */
  readonly claims?: Readonly<Record<string, string>>
}

/** A batch of records on its way to the platform. */
export interface Delivery {
  readonly system: string
  readonly resource: string
  /** Batches of one stream are numbered from 1 without gaps. */
  readonly stream: string
  readonly number: number
  readonly rows: number
  /** NDJSON: one object a line, its members item ids. */
  readonly content: Uint8Array
}

interface Request {
  readonly call: string
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly body?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  readonly signed: boolean
  readonly once?: boolean
  readonly claims?: Readonly<Record<string, string>> | undefined
  readonly signal: AbortSignal | undefined
}

/**
 * Speaks the platform protocol, for agents and for consumers. It keeps no connection state of its own, and any number
 * of calls may be under way.
 *
 * Every call rejects with `PLATFORM_UNREACHABLE` (retry), `CERTIFICATE_REFUSED`, `CERTIFICATE_UNUSABLE`, `PLATFORM_NOT_READY` (retry), `PLATFORM_REFUSED` (whose
 * details hold `remoteCode` and the platform's `reason`), or `ABORTED`; `submit` also with `UNKNOWN_OUTCOME`.
 *
 * @see docs/contract/platform-protocol.md
 */
export class PlatformClient {
  readonly #base: URL
  readonly #options: PlatformClientOptions
  readonly #line: Line | undefined

  constructor(options: PlatformClientOptions) {
    this.#base = new URL(options.url)
    this.#options = options
    this.#line = options.tls === undefined ? undefined : certifiedLine(options.tls)
  }

  /** Registers the public key of this party with the code that the platform's administrator gave out. */
  async enrol(code: string, options: PlatformCallOptions = {}): Promise<Enrolment> {
    const { id, publicKey } = await currentSigner(this.#options.key)
    if (publicKey === undefined) throw new BerthError('KEY_INVALID', { problem: 'the signer tells no public key' })
    const body = json({ code, id, publicKey: exportPublicJwk({ id, publicKey }) })
    return await this.#json({
      call: 'enrol',
      method: 'POST',
      path: '/api/enrol',
      body,
      signed: false,
      signal: options.signal,
    })
  }

  /** The newest list of this system's grants that were revoked, a token signed by the platform. */
  async revocations(options: PlatformCallOptions = {}): Promise<string> {
    const { token } = await this.#json<{ readonly token?: unknown }>({
      call: 'revocations',
      method: 'GET',
      path: '/api/revocations',
      signed: true,
      signal: options.signal,
    })
    if (typeof token !== 'string') throw new BerthError('PLATFORM_REFUSED', { remoteCode: 'answer is no list' })
    return token
  }

  /** The platform's public keys: they verify its grants and its requests. */
  async keys(options: PlatformCallOptions = {}): Promise<VerificationKey[]> {
    const path = '/.well-known/jwks.json'
    return importJwks(await this.#json({ call: 'keys', method: 'GET', path, signed: false, signal: options.signal }))
  }

  /** Puts the publication of a system in place of the one before. */
  publish(publication: Publication, options: PlatformCallOptions = {}): Promise<Published> {
    const path = `/api/catalogue/${encodeURIComponent(publication.system.id)}`
    const body = json(publication)
    return this.#json({ call: 'publish', method: 'PUT', path, body, signed: true, signal: options.signal })
  }

  /**
   * Hands in the conformance report of a system, the very text that was signed. Remote codes: `REPORT_REFUSED`,
   * `SYSTEM_UNKNOWN` where the report is not handed in by that system.
   */
  handInReport(system: string, report: string, options: PlatformCallOptions = {}): Promise<HandedInReport> {
    const path = `/api/reports/${encodeURIComponent(system)}`
    const body = Buffer.from(report)
    return this.#json({ call: 'report', method: 'PUT', path, body, signed: true, signal: options.signal })
  }

  /** What a system has published by now, without the address of its agent. Remote code: `RESOURCE_UNKNOWN` where it never did. */
  published(system: string, options: PlatformCallOptions = {}): Promise<Publication> {
    const path = `/api/catalogue/${encodeURIComponent(system)}`
    return this.#json({ call: 'published', method: 'GET', path, signed: false, signal: options.signal })
  }

  /**
   * The grants for what a system publishes, also those that were revoked or have expired, on the strength of the
   * administrator's token. Remote code: `ADMINISTRATOR_REQUIRED`.
   */
  async grants(system: string, token: Secret, options: PlatformCallOptions = {}): Promise<readonly KnownGrant[]> {
    const path = `/api/admin/grants?system=${encodeURIComponent(system)}`
    const headers = { authorization: `Bearer ${token.reveal()}` }
    const answer = await this.#json<{ readonly grants?: unknown }>({
      call: 'grants',
      method: 'GET',
      path,
      headers,
      signed: false,
      signal: options.signal,
    })
    return knownGrants(answer)
  }

  /** Published resources and operations with all these words; without words, all of them. */
  async search(words: string, options: PlatformCallOptions = {}): Promise<readonly CatalogueEntry[]> {
    const path = `/api/catalogue?q=${encodeURIComponent(words)}`
    const found = await this.#json<{ readonly entries: readonly CatalogueEntry[] }>({
      call: 'search',
      method: 'GET',
      path,
      signed: false,
      signal: options.signal,
    })
    return found.entries
  }

  /**
   * Delivers a batch. The same batch again is answered `repeated`; so it is safe to send it until an answer comes.
   * Remote codes: `BATCH_CONFLICT`, `BATCH_OUT_OF_ORDER`, `BATCH_REFUSED`.
   */
  deliver(batch: Delivery, options: PlatformCallOptions = {}): Promise<Delivered> {
    const place = [batch.system, batch.resource, batch.stream].map(encodeURIComponent).join('/')
    return this.#json({
      call: 'deliver',
      method: 'PUT',
      path: `/api/exchange/${place}/${batch.number}`,
      body: batch.content,
      headers: { 'content-type': 'application/x-ndjson', 'berth-rows': String(batch.rows) },
      signed: true,
      signal: options.signal,
    })
  }

  /**
   * Shows where this system's chain of receipts stands; the platform keeps it and signs that it saw it. Remote codes:
   * `ANCHOR_CONFLICT` where it saw another hash under this number.
   */
  async anchor(head: ReceiptHead, options: PlatformCallOptions = {}): Promise<HeadAnchor> {
    const { chain, number, hash, at, signature } = head
    const answer = await this.#json<Partial<HeadAnchor>>({
      call: 'anchor',
      method: 'POST',
      path: '/api/anchors',
      body: json({ chain, number, hash, at, signature }),
      signed: true,
      signal: options.signal,
    })
    if ([answer.platform, answer.at, answer.signature].every((member) => typeof member === 'string')) {
      return answer as HeadAnchor
    }
    throw new BerthError('PLATFORM_REFUSED', { remoteCode: 'answer is not an anchor' })
  }

  /** The heads of this system's chain that the platform has seen, in order. */
  async *anchoredHeads(options: PlatformCallOptions = {}): AsyncGenerator<ReceiptHead> {
    for (let after = 0; ; ) {
      const path = `/api/anchors?after=${after}&limit=1000`
      const { heads } = await this.#json<{ readonly heads?: readonly ReceiptHead[] }>({
        call: 'anchors',
        method: 'GET',
        path,
        signed: true,
        signal: options.signal,
      })
      const last = Array.isArray(heads) ? heads.at(-1)?.number : undefined
      if (heads === undefined || last === undefined || !(last > after)) return
      yield* heads
      after = last
    }
  }

  /** Asks another department: `resource` is `<system>/<resource>`. */
  ask(
    resource: string,
    question: { readonly purpose: string; readonly by: Readonly<Record<string, unknown>> },
    options: PlatformCallOptions = {},
  ): Promise<Answer> {
    const path = `/api/ask/${place(resource)}`
    return this.#json({
      call: 'ask',
      method: 'POST',
      path,
      body: json(question),
      signed: true,
      ...options,
      signal: options.signal,
    })
  }

  /**
   * Submits into another department: `operation` is `<system>/<operation>`. After `UNKNOWN_OUTCOME` the same submission
   * goes again under the same `idempotencyKey`; without one given, it is a new submission each time.
   */
  submit(
    operation: string,
    submission: { readonly purpose: string; readonly input: Readonly<Record<string, unknown>> },
    options: PlatformCallOptions & { readonly idempotencyKey?: string } = {},
  ): Promise<Submitted> {
    return this.#json({
      call: 'submit',
      method: 'POST',
      path: `/api/submit/${place(operation)}`,
      body: json(submission),
      headers: { 'idempotency-key': options.idempotencyKey ?? randomUUID() },
      signed: true,
      once: true,
      claims: options.claims,
      signal: options.signal,
    })
  }

  async #json<Result>(request: Request): Promise<Result> {
    const { key, timeoutMs = 30_000, maxAnswerBytes = 33_554_432, language = 'zh' } = this.#options
    const path = this.#base.pathname.replace(/\/$/, '') + request.path
    const { 'idempotency-key': idempotencyKey, 'berth-rows': rows } = request.headers ?? {}
    const bound = { idempotencyKey, rows }
    const claimed = request.claims === undefined ? {} : { claims: request.claims }
    const signature = request.signed
      ? {
          'berth-signature': await signRequestBy(
            await currentSigner(key),
            { method: request.method, path, body: request.body ?? '', bound, ...claimed },
            { signal: request.signal },
          ),
        }
      : {}
    const content = request.body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await exchangeBytes({
      call: request.call,
      url: this.#base.origin + path,
      method: request.method,
      headers: {
        accept: 'application/json',
        'accept-language': language,
        'berth-contract': '1',
        ...content,
        ...request.headers,
        ...signature,
      },
      body: request.body,
      timeoutMs,
      maxAnswerBytes,
      once: request.once === true,
      signal: request.signal,
      line: this.#line,
    })
    if (answer.status < 200 || answer.status > 299) {
      throw platformProblem(request.call, request.once === true, answer, language)
    }
    return parse(request, answer.body) as Result
  }
}

function place(resource: string): string {
  return resource.split('/').map(encodeURIComponent).join('/')
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value))
}

/** An answer that cannot be read leaves open what a submission did. */
function parse(request: Request, body: Uint8Array): object {
  const unreadable = (cause?: unknown): BerthError =>
    request.once === true
      ? new BerthError('UNKNOWN_OUTCOME', { call: request.call }, { cause })
      : new BerthError('PLATFORM_REFUSED', { remoteCode: 'answer is not a JSON object' }, { cause })
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(body).toString())
  } catch (cause) {
    throw unreadable(cause)
  }
  if (typeof value !== 'object' || value === null) throw unreadable()
  return value
}
