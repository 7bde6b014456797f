import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type Socket } from 'node:net'
import type { ClientSettings } from '../../src/index.ts'

/** A server that is closed, with every line to it, at the end of a test. */
export interface Peer extends AsyncDisposable {
  readonly url: URL
}

/** A peer that says whatever it wants to, byte by byte. */
export async function rawPeer(answer: (socket: Socket, request: string) => void): Promise<Peer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => answer(socket, chunk.toString('latin1')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: new URL(`http://127.0.0.1:${portOf(server.address())}/`),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A peer that keeps to HTTP. */
export async function httpPeer(listener: RequestListener): Promise<Peer> {
  const server = createHttpServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: new URL(`http://127.0.0.1:${portOf(server.address())}/`),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Settings for a test: small bounds, the peer alone. */
export function settingsFor(url: URL, change: Partial<ClientSettings> = {}): ClientSettings {
  return {
    connector: 'test',
    url,
    allowedHosts: [],
    allowLoopback: false,
    maxRedirects: 0,
    connectTimeoutMs: 2000,
    maxAnswerBytes: 1_000_000,
    maxConnections: 4,
    requestsPerSecond: undefined,
    maxWaitMs: 3000,
    proxy: undefined,
    certificates: { authorities: undefined, certificate: undefined, key: undefined, passphrase: undefined },
    ...change,
  }
}
