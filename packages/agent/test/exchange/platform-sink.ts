import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MemoryReplayStore, type VerificationKey, verifyRequest } from '@berth/trust'

/** The platform's end of the exchange protocol, and nothing else of it: it checks what a platform must check. */
export class PlatformSink implements AsyncDisposable {
  readonly streams: Map<string, Buffer[]> = new Map()
  /** Batches that came again with the same bytes. */
  repeated = 0
  /** What was wrong with requests that were refused. */
  readonly refused: string[] = []
  /** Answers are lost after the batch was kept, as often as this says: a number from 0 to 1 a request. */
  loseAnswer: () => boolean = () => false
  #server: Server | undefined
  #url = ''

  get url(): string {
    return this.#url
  }

  get records(): string[] {
    return [...this.streams.values()].flat().flatMap((batch) => batch.toString().split('\n').slice(0, -1))
  }

  /** Listens on a free port. `keyOf` gives the key of a party that signs. */
  async listen(keyOf: (id: string) => VerificationKey | undefined): Promise<void> {
    const replay = new MemoryReplayStore()
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const body = Buffer.concat(parts)
        const { method = '', url: path = '' } = request
        const signature = request.headers['berth-signature']
        verifyRequest(String(signature), { method, path, body }, { keyOf, now: Date.now(), replay })
          .then(() => this.#keep(path, body, Number(request.headers['berth-rows'])))
          .then(
            (answer) => {
              if (this.loseAnswer()) request.destroy()
              else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
            },
            (error: Error) => {
              this.refused.push(error.message)
              const code = error.message.split(' ')[0]
              response.writeHead(409, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ code }))
            },
          )
      })
    })
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve))
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const server = this.#server
    server?.closeAllConnections()
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())))
  }

  #keep(path: string, body: Buffer, rows: number): object {
    const [, stream = '', last = ''] = /^\/api\/exchange\/city\.registry\/person\/([^/]+)\/(\d+)$/.exec(path) ?? []
    const number = Number(last)
    const batches = this.streams.get(stream) ?? []
    if (stream === '' || body.toString().split('\n').length - 1 !== rows) throw new Error('BATCH_REFUSED rows')
    if (number > batches.length + 1) throw new Error('BATCH_OUT_OF_ORDER')
    const known = batches[number - 1]
    if (known !== undefined && !known.equals(body)) throw new Error('BATCH_CONFLICT')
    if (known === undefined) batches.push(body)
    else this.repeated++
    this.streams.set(stream, batches)
    const hash = createHash('sha256').update(body).digest('hex')
    return { number, repeated: known !== undefined, receipt: { number, hash } }
  }
}
