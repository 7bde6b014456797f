/** One call of a service, complete: its parts are bound and encoded. */
export interface ServiceRequest {
  /** What it is called in errors: the dataset or operation. */
  readonly call: string
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** A function makes it anew each time it is sent: a body that holds a proof, which holds once. */
  readonly body?: Uint8Array | (() => Uint8Array) | undefined
  /** Whether sending it twice does what sending it once does: a read. Only such a call is ever repeated. */
  readonly repeatable: boolean
  /** The name under which its answer may be kept with its ETag or time of change, and asked for by them. */
  readonly keepAs?: string | undefined
}

/** What came back, whatever its status. */
export interface ServiceAnswer {
  readonly status: number
  /** Names in lower case; one that came twice is joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Unpacked. */
  readonly body: Uint8Array
  /** Where it came from, after redirects. */
  readonly url: URL
}

/** Adds to a call what authenticates it: each time it is sent, for a proof may hold once, and not for long. */
export type Prove = (request: ServiceRequest, signal: AbortSignal) => Promise<ServiceRequest>

/** Makes one call; adds to it what authenticates it. */
export type Exchange = (request: ServiceRequest, signal: AbortSignal) => Promise<ServiceAnswer>
