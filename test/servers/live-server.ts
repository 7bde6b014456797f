/** What a run of live tests started: data that goes to the tests in other threads, and the end. */
export interface LiveServer<Data> {
  readonly data: Data
  stop(): Promise<void>
}
