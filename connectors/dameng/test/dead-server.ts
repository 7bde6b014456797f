import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What the server does when the first packet of the library has come, and whether it waits for one. */
export type DeadServerBehaviour = 'hang' | 'cut' | 'cut at once' | 'garbage' | 'zeros' | 'half' | 'drip'

/** A server that never lets anybody in. What dmdb sends first stands in `first`: a header of 64 bytes and a request. */
export class DeadServer implements AsyncDisposable {
  readonly port: number
  readonly first: Buffer[] = []
  readonly #server: ReturnType<typeof createServer>
  readonly #sockets: Set<Socket> = new Set()

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server
    this.port = (server.address() as AddressInfo).port
  }

  static async start(behaviour: DeadServerBehaviour): Promise<DeadServer> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const dead = new DeadServer(server)
    server.on('connection', (socket) => {
      dead.#sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => dead.#sockets.delete(socket))
      if (behaviour === 'cut at once') socket.destroy()
      socket.once('data', (packet: Buffer) => {
        dead.first.push(packet)
        answer(socket, behaviour, packet)
      })
    })
    return dead
  }

  /** Connections that the other side has not closed. */
  get open(): number {
    return this.#sockets.size
  }

  /** Waits until the other side has closed all; false when that did not come within five seconds. */
  async allClosed(): Promise<boolean> {
    const end = Date.now() + 5000
    while (this.open > 0) {
      if (Date.now() > end) return false
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    return true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

function answer(socket: Socket, behaviour: DeadServerBehaviour, packet: Buffer): void {
  if (behaviour === 'cut') socket.destroy()
  if (behaviour === 'garbage') socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(10))
  if (behaviour === 'zeros') socket.write(Buffer.alloc(200))
  if (behaviour === 'half') socket.write(packet.subarray(0, 10))
  if (behaviour !== 'drip') return
  let at = 0
  const timer = setInterval(() => {
    if (socket.destroyed || at >= packet.length) clearInterval(timer)
    else socket.write(packet.subarray(at, ++at))
  }, 20)
}
