import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/**
 * What the listener does with one connection, once its connect packet has come:
 * `accept` with the version of a server that is too old, `refuse` with a code, `redirect` to another port, `hang`, `cut`,
 * `garbage` of another protocol, `drip` an answer a byte at a time, `resend` asks again and then hangs.
 */
export type ListenerBehaviour =
  | { readonly does: 'accept'; readonly version: number }
  | { readonly does: 'refuse'; readonly code: number }
  | { readonly does: 'redirect'; readonly port: number }
  | { readonly does: 'hang' | 'cut' | 'cut-in-the-middle' | 'garbage' | 'zeros' | 'drip' | 'resend' }

const packetConnect = 1
const packetAccept = 2
const packetRefuse = 4
const packetRedirect = 5
const packetResend = 11

/** No native services: the driver goes on to its own protocol at once. */
const noServices = 0x08

/**
 * A listener that speaks the first words of Oracle's network protocol (TNS) and never gets to a database. It stands for
 * what goes wrong before a login: the real driver is tried against it.
 */
export class OracleListener implements AsyncDisposable {
  readonly port: number
  /** The connect data of every connection, in their order. */
  readonly asked: string[] = []
  readonly #server: ReturnType<typeof createServer>
  readonly #sockets: Set<Socket> = new Set()

  private constructor(server: ReturnType<typeof createServer>, port: number) {
    this.#server = server
    this.port = port
  }

  /** Listens at a free port. */
  static async start(behaviour: ListenerBehaviour): Promise<OracleListener> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const listener = new OracleListener(server, (server.address() as AddressInfo).port)
    server.on('connection', (socket) => listener.#serve(socket, behaviour))
    return listener
  }

  /** Connections that the other side has not closed. */
  get open(): number {
    return this.#sockets.size
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #serve(socket: Socket, behaviour: ListenerBehaviour): void {
    this.#sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => this.#sockets.delete(socket))
    let received = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      if (received.length < 8 || received.length < received.readUInt16BE(0) || received[4] !== packetConnect) return
      this.asked.push(received.toString('latin1', received.readUInt16BE(26)))
      received = Buffer.alloc(0)
      answer(socket, behaviour)
    })
  }
}

function answer(socket: Socket, behaviour: ListenerBehaviour): void {
  switch (behaviour.does) {
    case 'accept':
      socket.write(accept(behaviour.version))
      return
    case 'refuse':
      socket.write(refuse(behaviour.code))
      return
    case 'redirect':
      socket.write(redirect(behaviour.port))
      return
    case 'cut':
      socket.destroy()
      return
    case 'cut-in-the-middle':
      socket.end(refuse(12514).subarray(0, 20))
      return
    case 'garbage':
      socket.write('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'.repeat(20))
      return
    case 'zeros':
      socket.write(Buffer.alloc(100))
      return
    case 'drip':
      drip(socket, Buffer.concat([accept(319), Buffer.alloc(100_000)]))
      return
    case 'resend':
      socket.write(packet(packetResend, Buffer.alloc(0)))
      return
    case 'hang':
  }
}

function drip(socket: Socket, bytes: Buffer): void {
  let at = 0
  const timer = setInterval(() => {
    if (socket.destroyed || at >= bytes.length) clearInterval(timer)
    else socket.write(bytes.subarray(at, ++at))
  }, 20)
}

function packet(type: number, body: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt16BE(8 + body.length, 0)
  header[4] = type
  return Buffer.concat([header, body])
}

/** Reasons of user and system, the length of the data, the data. */
function refuse(code: number): Buffer {
  const data = Buffer.from(`(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=${code})(ERROR_STACK=(ERROR=(CODE=${code})(EMFI=4))))`)
  const head = Buffer.from([0x22, 0, 0, 0])
  head.writeUInt16BE(data.length, 2)
  return packet(packetRefuse, Buffer.concat([head, data]))
}

function redirect(port: number): Buffer {
  const data = Buffer.from(`(ADDRESS=(PROTOCOL=TCP)(HOST=127.0.0.1)(PORT=${port}))`)
  const head = Buffer.alloc(2)
  head.writeUInt16BE(data.length)
  return packet(packetRedirect, Buffer.concat([head, data]))
}

/** Version, options, sizes of the data units, byte order, no connect data, flags. */
function accept(version: number): Buffer {
  const body = Buffer.alloc(37)
  body.writeUInt16BE(version, 0)
  body.writeUInt16BE(8192, 4)
  body.writeUInt16BE(32_767, 6)
  body.writeUInt16BE(1, 8)
  body[14] = noServices
  body[15] = noServices
  body.writeUInt32BE(8192, 24)
  body.writeUInt32BE(32_767, 28)
  return packet(packetAccept, body)
}
