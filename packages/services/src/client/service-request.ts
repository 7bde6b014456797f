/** One call of a service, complete: its parts are bound and encoded. */
export interface ServiceRequest {
  /** What it is called in errors: the dataset or operation. */
  readonly call: string
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | undefined
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

/** Makes one call; adds to it what authenticates it. */
export type Exchange = (request: ServiceRequest, signal: AbortSignal) => Promise<ServiceAnswer>
