import type { Readable } from 'node:stream'
import { BerthError } from '@berth/core'
import axios, { type AxiosInstance, type AxiosProxyConfig, type AxiosResponse } from 'axios'
import { AllowedHosts } from './allowed-hosts.ts'
import { AnswerCache } from './answer-cache.ts'
import type { ClientSettings } from './client-settings.ts'
import { exchangeError, wasStaleLine } from './native-error.ts'
import { Pace, pause, retryAfterMs } from './pace.ts'
import { type PooledAgents, pooledAgents } from './pooled-agents.ts'
import { acceptedCodings, readBody } from './read-body.ts'
import type { Prove, ServiceAnswer, ServiceRequest } from './service-request.ts'
import { withoutProof } from './without-proof.ts'

/** How often a read is sent again to a service that says it is busy. */
const maxAttempts = 3

/**
 * Calls a service within bounds: allowed hosts, one deadline over the whole answer, sizes, the pace that the service asks
 * for. Answers of every status are given back; what cannot be an answer is an error with a code.
 */
export class ServiceClient implements Disposable {
  readonly settings: ClientSettings
  readonly #hosts: AllowedHosts
  readonly #agents: PooledAgents
  readonly #axios: AxiosInstance
  readonly #pace: Pace
  readonly #cache: AnswerCache = new AnswerCache()

  constructor(settings: ClientSettings) {
    this.settings = settings
    this.#hosts = new AllowedHosts(settings)
    this.#hosts.check(settings.url)
    this.#agents = pooledAgents(settings, this.#hosts)
    this.#pace = new Pace(settings.requestsPerSecond)
    this.#axios = axios.create({
      adapter: 'http',
      httpAgent: this.#agents.httpAgent,
      httpsAgent: this.#agents.httpsAgent,
      proxy: proxyOf(settings.proxy),
      maxRedirects: 0,
      maxBodyLength: Number.POSITIVE_INFINITY,
      decompress: false,
      responseType: 'stream',
      transformRequest: [],
      transformResponse: [],
      validateStatus: () => true,
    })
  }

  /**
   * Rejects with `HOST_NOT_ALLOWED`, `REDIRECT_REFUSED`, `HOST_UNKNOWN`, `CONNECT_REFUSED`, `CONNECT_TIMEOUT`,
   * `CERTIFICATE_REFUSED`, `CONNECTION_LOST`, `PROTOCOL_ERROR`, `ANSWER_TOO_LARGE`, `ANSWER_UNREADABLE`, or with the
   * reason of the signal. A repeatable call that the service is too busy for (429, 503) is sent again after the time that
   * the service names, where that is no longer than `maxWaitMs`. What is sent again is proven anew, and so is what is sent
   * to where a redirect leads.
   */
  async exchange(request: ServiceRequest, signal: AbortSignal, prove: Prove = unproven): Promise<ServiceAnswer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#follow(request, signal, prove)
      const busy = answer.status === 429 || answer.status === 503
      if (!busy || !request.repeatable || attempt === maxAttempts) return answer
      const waitMs = retryAfterMs(answer.headers['retry-after'], Date.now())
      if (waitMs === undefined || waitMs > this.settings.maxWaitMs) return answer
      await pause(waitMs, request.call, signal)
    }
  }

  /** Closes the lines. */
  [Symbol.dispose](): void {
    this.#agents.close()
  }

  async #follow(request: ServiceRequest, signal: AbortSignal, prove: Prove): Promise<ServiceAnswer> {
    let current = request
    for (let redirects = 0; ; redirects++) {
      const answer = await this.#fresh(current, signal, prove)
      const { location } = answer.headers
      if (answer.status < 300 || answer.status > 399 || location === undefined) return answer
      const next = URL.canParse(location, answer.url.href) ? new URL(location, answer.url) : undefined
      const may = request.repeatable && request.method === 'GET' && redirects < this.settings.maxRedirects
      const plain = next?.protocol === 'http:' && current.url.protocol === 'https:'
      // Headers may hold credentials, and they are for this host alone.
      if (next === undefined || !may || plain || next.host !== current.url.host)
        throw new BerthError('REDIRECT_REFUSED', { call: request.call, host: next?.hostname ?? '-' })
      current = { ...current, url: withoutProof(next, current.url, answer.url) }
    }
  }

  async #fresh(request: ServiceRequest, signal: AbortSignal, prove: Prove): Promise<ServiceAnswer> {
    const { keepAs } = request
    if (keepAs === undefined) return await this.#send(request, signal, prove)
    const conditions = this.#cache.conditions(keepAs)
    const answer = await this.#send({ ...request, headers: { ...request.headers, ...conditions } }, signal, prove)
    return this.#cache.settle(keepAs, answer)
  }

  async #send(request: ServiceRequest, signal: AbortSignal, prove: Prove): Promise<ServiceAnswer> {
    const { call, url: asked, repeatable } = request
    this.#hosts.check(asked)
    await this.#pace.turn(call, signal)
    for (let attempt = 1; ; attempt++) {
      const { method, url, headers, body } = await prove(request, signal)
      refuseBrokenHeaders(headers)
      const config = {
        method,
        url: url.href,
        headers: { 'user-agent': 'berth', 'accept-encoding': acceptedCodings, ...headers },
        ...(body === undefined ? {} : { data: typeof body === 'function' ? body() : body }),
        signal,
      }
      try {
        return await this.#received(await this.#axios.request<Readable>(config), call, url, signal)
      } catch (error) {
        if (signal.aborted) throw BerthError.is(signal.reason) ? signal.reason : new BerthError('ABORTED', { call })
        if (attempt === 1 && repeatable && wasStaleLine(error)) continue
        throw exchangeError(error, call, asked, this.settings.connectTimeoutMs)
      }
    }
  }

  async #received(
    response: AxiosResponse<Readable>,
    call: string,
    url: URL,
    signal: AbortSignal,
  ): Promise<ServiceAnswer> {
    const headers = headersOf(response)
    const coding = (headers['content-encoding'] ?? '').trim().toLowerCase()
    const body = await readBody(response.data, coding, this.settings.maxAnswerBytes, call, signal)
    return { status: response.status, headers, body, url }
  }
}

/** For calls that need no proof, or have it already. */
const unproven: Prove = (request) => Promise.resolve(request)

/** The library would leave out what no header may hold, and send the rest. */
function refuseBrokenHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e]*$/.test(value))
      throw new BerthError('PARAMETER_INVALID', { parameter: `header ${name}`, problem: 'not visible ASCII' })
  }
}

function proxyOf(proxy: string | undefined): AxiosProxyConfig | false {
  if (proxy === undefined) return false
  const { protocol, hostname, port } = new URL(proxy)
  return { protocol, host: hostname, port: Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port) }
}

function headersOf(response: AxiosResponse): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers))
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = String(value)
  return headers
}
