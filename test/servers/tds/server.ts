import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { preloginAnswer, readLogin, type TdsLogin } from './login.ts'
import { messageTypes, PacketReader, PacketWriter, type TdsMessage } from './packets.ts'
import { readRequest, type TdsRequest } from './requests.ts'
import {
  doneBits,
  doneProcedureToken,
  doneToken,
  loginTokens,
  type TdsError,
  type TdsToken,
  TokenWriter,
} from './tokens.ts'

/** What a session of the test server answers. One for each connection. */
export interface TdsSession {
  /** The answer to a request, token by token; tokens that are not taken any more end it early. */
  answer(request: TdsRequest): Iterable<TdsToken> | AsyncIterable<TdsToken>
  close?(): void
}

/** What can be wrong with a server. Everything may be changed while it runs. */
export interface TdsFaults {
  /** Waits so long before each packet. */
  slowMs?: number
  /** Sends so many bytes more, then cuts the line. */
  cutAfterBytes?: number
  /** Sends these bytes in the place of the next answer to a request. */
  garbage?: Buffer
  /** Ends the next answers after so many tokens, without DONE. */
  truncateAfterTokens?: number
  /** Takes everything and says nothing. */
  silent?: boolean
  /** Does not confirm that it stopped. */
  ignoresAttention?: boolean
}

/** A server that speaks TDS 7.4 and gets its answers from the test. */
export interface TdsServer extends AsyncDisposable {
  readonly port: number
  readonly faults: TdsFaults
  /** Logins that came in, refused ones too. */
  readonly logins: readonly TdsLogin[]
  /** How many lines are open. */
  readonly connections: number
  /** How many attentions came in. */
  readonly attentions: number
  /** Cuts all lines now. */
  cut(): void
}

/** Accepts a login with a session, or refuses it. */
export type AcceptLogin = (login: TdsLogin) => TdsSession | TdsError

/** Starts the server on a free port of the local machine. */
export async function startTdsServer(accept: AcceptLogin): Promise<TdsServer> {
  const lines: Set<Line> = new Set()
  const state = { faults: {} as TdsFaults, logins: [] as TdsLogin[], attentions: 0 }
  const server: Server = createServer((socket) => {
    const line = new Line(socket, accept, state)
    lines.add(line)
    socket.on('close', () => lines.delete(line))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = (): void => {
    for (const line of lines) line.cut()
  }
  return {
    port: (server.address() as AddressInfo).port,
    faults: state.faults,
    logins: state.logins,
    get connections() {
      return lines.size
    },
    get attentions() {
      return state.attentions
    },
    cut,
    async [Symbol.asyncDispose]() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface ServerState {
  readonly faults: TdsFaults
  readonly logins: TdsLogin[]
  attentions: number
}

/** One client. Messages are answered one after the other; an attention ends the answer that is under way. */
class Line {
  readonly #socket: Socket
  readonly #accept: AcceptLogin
  readonly #state: ServerState
  readonly #reader = new PacketReader()
  #session: TdsSession | undefined
  #packetBytes = 4096
  #work: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(socket: Socket, accept: AcceptLogin, state: ServerState) {
    this.#socket = socket
    this.#accept = accept
    this.#state = state
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#stopped = true
      this.#work = this.#work.then(() => this.#session?.close?.())
    })
    socket.on('data', (chunk) => {
      for (const message of this.#reader.read(chunk)) this.#take(message)
    })
  }

  cut(): void {
    this.#socket.destroy()
  }

  #take(message: TdsMessage): void {
    const { faults } = this.#state
    if (message.type === messageTypes.attention) {
      this.#state.attentions += 1
      if (faults.ignoresAttention === true) return
      this.#stopped = true
    }
    this.#work = this.#work.then(() => this.#handle(message)).catch(() => this.cut())
  }

  async #handle(message: TdsMessage): Promise<void> {
    if (this.#state.faults.silent === true || this.#socket.destroyed) return
    const out = new PacketWriter(this.#packetBytes, (packet) => this.#send(packet))
    if (message.type === messageTypes.prelogin) await out.write(preloginAnswer())
    else if (message.type === messageTypes.login) await this.#login(message, out)
    else if (message.type === messageTypes.attention) {
      this.#stopped = false
      await out.write(doneToken(doneBits.attention))
    } else if (message.ignored) await out.write(doneToken(0))
    else await this.#answer(readRequest(message), out)
    await out.end()
  }

  async #login({ body }: TdsMessage, out: PacketWriter): Promise<void> {
    const login = readLogin(body)
    this.#state.logins.push(login)
    const session = this.#accept(login)
    if ('kind' in session) {
      await out.write(Buffer.concat([new TokenWriter().write(session), doneToken(doneBits.error)]))
      return
    }
    this.#session = session
    await out.write(loginTokens(login.database, login.packetBytes))
    this.#packetBytes = login.packetBytes
  }

  async #answer(request: TdsRequest, out: PacketWriter): Promise<void> {
    const { faults } = this.#state
    if (faults.garbage !== undefined) {
      await out.write(faults.garbage)
      return
    }
    const writer = new TokenWriter()
    let tokens = 0
    let failed = false
    for await (const token of this.#session?.answer(request) ?? []) {
      failed ||= token.kind === 'error'
      await out.write(writer.write(token))
      tokens += 1
      if (tokens === faults.truncateAfterTokens) return
      if (this.#stopped) break
    }
    const bits = failed ? doneBits.error : 0
    await out.write(request.kind === 'procedure' ? doneProcedureToken(bits) : doneToken(bits))
  }

  async #send(packet: Buffer): Promise<void> {
    const { faults } = this.#state
    if (faults.slowMs !== undefined) await setTimeout(faults.slowMs)
    if (faults.cutAfterBytes !== undefined) {
      const sent = packet.subarray(0, faults.cutAfterBytes)
      faults.cutAfterBytes -= sent.length
      if (faults.cutAfterBytes === 0) {
        this.#socket.write(sent, () => this.cut())
        throw new Error('the line is cut')
      }
    }
    if (this.#socket.destroyed) throw new Error('the line is gone')
    if (this.#socket.write(packet)) return
    // A client that is gone drains nothing any more.
    const over = new AbortController()
    const { signal } = over
    const waits = ['drain', 'close'].map((event) => once(this.#socket, event, { signal }))
    await Promise.race(waits)
    over.abort()
    await Promise.allSettled(waits)
  }
}
