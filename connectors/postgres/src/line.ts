import { connect, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { BerthError } from '@berth/core'
import type { ErrorPlace } from '@berth/sql'
import type { PostgresClient } from './driver.ts'
import { isAnswer, postgresError } from './errors.ts'

/** How long a server may take to confirm that it stopped a statement, or that we leave. */
const farewellMs = 2000

/** Codes of requests that stand in the place of a protocol version (PostgreSQL 15, 55.7). */
const cancelCode = (1234 << 16) | 5678
const tlsCode = (1234 << 16) | 5679

/** The driver's client, with what it lets happen seen to: cancelling at the server, and calls that nobody answers. */
export class Line {
  readonly client: PostgresClient
  readonly #place: Omit<ErrorPlace, 'call'>
  readonly #waiting: Set<(failure: BerthError) => void> = new Set()
  readonly #ended: Promise<void>
  #failure: BerthError | undefined

  constructor(client: PostgresClient, place: Omit<ErrorPlace, 'call'>) {
    this.client = client
    this.#place = place
    // Without a listener an error of a line that nobody waits on would end the process.
    client.on('error', (error) => void this.destroy(postgresError(error, { ...place, call: 'wait' })))
    this.#ended = new Promise((resolve) => {
      client.once('end', () => {
        this.destroy(new BerthError('CONNECTION_LOST', { call: 'wait' }))
        resolve()
      })
    })
  }

  /** What ended the line; undefined while it stands. */
  get failure(): BerthError | undefined {
    return this.#failure
  }

  /** Bytes that the server has sent. */
  get bytesRead(): number {
    return this.client.connection.stream.bytesRead
  }

  /**
   * Does something that the signal may end: the server is told to stop, and `ABORTED` comes when it has. One that does
   * not listen loses the line. Every failure is a `BerthError`.
   */
  async run<Result>(call: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    if (signal.aborted) throw new BerthError('ABORTED', { call })
    if (this.#failure !== undefined) throw this.#failure
    let timer: NodeJS.Timeout | undefined
    const onAbort = (): void => {
      timer = setTimeout(() => this.destroy(new BerthError('ABORTED', { call })), farewellMs)
      this.#cancel()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await this.#answered(work)
    } catch (error) {
      if (signal.aborted) throw new BerthError('ABORTED', { call }, { cause: error })
      const failure = postgresError(error, { ...this.#place, call })
      throw BerthError.is(error) || isAnswer(error) ? failure : this.destroy(failure)
    } finally {
      signal.removeEventListener('abort', onAbort)
      clearTimeout(timer)
    }
  }

  /** Cuts the line, and returns what it fails with from now on: the first failure. */
  destroy(failure: BerthError): BerthError {
    this.#failure ??= failure
    this.client.connection.stream.destroy()
    for (const reject of this.#waiting) reject(this.#failure)
    this.#waiting.clear()
    return this.#failure
  }

  /** Takes leave of the server, as far as it listens, and leaves no socket behind. Safe to call twice. */
  async close(): Promise<void> {
    const { stream } = this.client.connection
    const timer = setTimeout(() => stream.destroy(), farewellMs)
    if (this.#failure === undefined) await Promise.race([this.client.end(), this.#ended])
    else stream.destroy()
    clearTimeout(timer)
  }

  /** The driver forgets some of those who wait when its line ends. */
  #answered<Result>(work: () => Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.add(reject)
      const over = (settle: () => void): void => {
        this.#waiting.delete(reject)
        settle()
      }
      work().then(
        (result) => over(() => resolve(result)),
        (error: unknown) => over(() => reject(error)),
      )
    })
  }

  /** Asks the server, by a line of its own as the protocol has it, to stop what this one is waiting for. */
  #cancel(): void {
    const { processID, secretKey } = this.client
    const { host } = this.#place
    const port = Number(this.#place.port)
    const request = words(16, cancelCode, processID ?? 0, secretKey ?? 0)
    const { ssl } = this.client
    const socket = connect({ host, port }, () => void (ssl ? socket.write(words(8, tlsCode)) : socket.end(request)))
    socket.on('error', () => socket.destroy())
    socket.setTimeout(farewellMs, () => socket.destroy())
    if (!ssl) {
      socket.resume()
      return
    }
    // The key that cancels goes by no line that is less safe than the one it belongs to.
    socket.once('data', (answer) => {
      if (String(answer) !== 'S') {
        socket.destroy()
        return
      }
      const name = isIP(host) === 0 ? { servername: host } : {}
      const secure = connectTls({ ...ssl, ...name, socket }, () => void secure.end(request))
      secure.on('error', () => socket.destroy())
      secure.resume()
    })
  }
}

function words(...given: readonly number[]): Buffer {
  const message = Buffer.alloc(given.length * 4)
  for (const [at, word] of given.entries()) message.writeInt32BE(word, at * 4)
  return message
}
