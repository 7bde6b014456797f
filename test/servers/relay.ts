import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP relay before a server, whose line can be cut. */
export interface Relay extends AsyncDisposable {
  readonly port: number
  /** Cuts all lines now. */
  cut(): void
  /** Hands on what the client sends up to the first thing the predicate is true of, and no answer to that. */
  cutBehind(predicate: (chunk: Buffer) => boolean): void
  /** Stops handing on what the server sends; what it says afterwards never arrives. */
  mute(): void
}

export async function startRelay(target: { readonly host: string; readonly port: number }): Promise<Relay> {
  const sockets = new Set<Socket>()
  let predicate: ((chunk: Buffer) => boolean) | undefined
  let muted = false
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', (chunk) => {
      if (predicate?.(chunk) === true) {
        muted = true
        setTimeout(cut, 100)
      }
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      if (!muted) client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    cutBehind: (given) => {
      predicate = given
    },
    mute: () => {
      muted = true
    },
    async [Symbol.asyncDispose]() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
