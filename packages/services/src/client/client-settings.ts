import type { Secret } from '@berth/core'

/** How a service is reached, and the bounds of what it may do to this side. */
export interface ClientSettings {
  /** The connector that says so, in the errors. */
  readonly connector: string
  /** What the paths of requests are joined to. */
  readonly url: URL
  /** Other hosts that may be called, `name` or `name:port`. That of `url` always may. */
  readonly allowedHosts: readonly string[]
  /** Whether a host name may lead to this machine itself. `localhost` and addresses written in `url` always may. */
  readonly allowLoopback: boolean
  /** How often an answer may send a GET on, to an allowed host and never from TLS to plain. */
  readonly maxRedirects: number
  /** Until the line is up, TLS included. */
  readonly connectTimeoutMs: number
  /** The most bytes of one answer, packed or unpacked. */
  readonly maxAnswerBytes: number
  /** Lines to one host, kept open between calls. */
  readonly maxConnections: number
  /** Calls begun in a second; undefined for as many as there are. */
  readonly requestsPerSecond: number | undefined
  /** How long a service may ask us to wait (`Retry-After`) before a read is tried again, in milliseconds. */
  readonly maxWaitMs: number
  /** The proxy that calls go through, `http://host:port`. That of the environment is never used by itself. */
  readonly proxy: string | undefined
  /** PEM texts. */
  readonly certificates: ClientCertificates
}

/** What TLS trusts and shows, as PEM texts. The certificate of a service is always checked. */
export interface ClientCertificates {
  /** What is trusted; that of Node.js where undefined. */
  readonly authorities: string | undefined
  readonly certificate: string | undefined
  readonly key: Secret | undefined
  readonly passphrase: Secret | undefined
}
