import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls'
import { preloginAnswer, readLogin, type TdsLogin } from './login.ts'
import { messageTypes, PacketReader, PacketWriter, type TdsMessage } from './packets.ts'
import { readRequest, type TdsRequest } from './requests.ts'
import { TlsTunnel } from './tls-tunnel.ts'
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

/** How the line is encrypted: by agreement in PRELOGIN, or from its first byte (TDS 8.0). */
export interface TdsEncryption {
  readonly mode: 'negotiated' | 'strict'
  readonly key: string
  readonly cert: string
  readonly maxVersion?: 'TLSv1' | 'TLSv1.2'
}

/** Accepts a login with a session, or refuses it. */
export type AcceptLogin = (login: TdsLogin) => TdsSession | TdsError

/** Starts the server on a free port of the local machine. */
export async function startTdsServer(accept: AcceptLogin, encryption?: TdsEncryption): Promise<TdsServer> {
  const lines: Set<Line> = new Set()
  const state = { faults: {} as TdsFaults, logins: [] as TdsLogin[], attentions: 0 }
  const serve = (socket: Socket): void => {
    const line = new Line(socket, accept, state, encryption?.mode === 'negotiated' ? encryption : undefined)
    lines.add(line)
    socket.on('close', () => lines.delete(line))
  }
  const strict = encryption?.mode === 'strict' ? { ...encryption, ALPNProtocols: ['tds/8.0'] } : undefined
  const server: Server = strict === undefined ? createServer(serve) : createTlsServer(strict, serve)
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
  readonly #encryption: TdsEncryption | undefined
  /** What is written to: the line itself, or what encrypts it. */
  #out: Socket
  #tunnel: TlsTunnel | undefined
  #packetBytes = 4096
  #work: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(socket: Socket, accept: AcceptLogin, state: ServerState, encryption: TdsEncryption | undefined) {
    this.#socket = socket
    this.#out = socket
    this.#encryption = encryption
    this.#accept = accept
    this.#state = state
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#stopped = true
      this.#work = this.#work.then(() => this.#session?.close?.())
    })
    socket.on('data', (chunk) => {
      if (this.#out === socket) for (const message of this.#reader.read(chunk)) this.#take(message)
      else this.#tunnel?.feed(chunk)
    })
  }

  cut(): void {
    this.#socket.destroy()
  }

  /** The handshake comes in PRELOGIN packets; behind it the line carries records of TLS. */
  #startTls({ key, cert, maxVersion = 'TLSv1.2' }: TdsEncryption): void {
    const tunnel = new TlsTunnel((bytes) => void this.#socket.write(bytes))
    this.#tunnel = tunnel
    const old = maxVersion === 'TLSv1' ? { minVersion: maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' } : {}
    const secureContext = createSecureContext({ key, cert, maxVersion, ...old })
    const secure = new TLSSocket(tunnel, { isServer: true, secureContext })
    secure.on('error', () => this.cut())
    secure.on('secure', () => {
      this.#out = secure
      void tunnel.bare()
    })
    secure.on('data', (chunk) => {
      for (const message of this.#reader.read(chunk)) this.#take(message)
    })
  }

  #take(message: TdsMessage): void {
    const { faults } = this.#state
    if (this.#tunnel !== undefined && message.type === messageTypes.prelogin) {
      this.#tunnel.feed(message.body)
      return
    }
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
    if (message.type === messageTypes.prelogin) {
      await out.write(preloginAnswer(this.#encryption !== undefined))
      if (this.#encryption !== undefined) this.#startTls(this.#encryption)
    } else if (message.type === messageTypes.login) await this.#login(message, out)
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
        this.#out.write(sent, () => this.cut())
        throw new Error('the line is cut')
      }
    }
    if (this.#socket.destroyed) throw new Error('the line is gone')
    if (this.#out.write(packet)) return
    // A client that is gone drains nothing any more.
    const over = new AbortController()
    const { signal } = over
    const waits = ['drain', 'close'].map((event) => once(this.#out, event, { signal }))
    await Promise.race(waits)
    over.abort()
    await Promise.allSettled(waits)
  }
}
