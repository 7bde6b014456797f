import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP relay before a server, whose line can be cut. */
export interface Relay extends AsyncDisposable {
  readonly port: number
  /** Cuts all lines now. */
  cut(): void
  /** Cuts the line once this predicate says so of something the client sends. */
  cutWhen(predicate: (chunk: Buffer) => boolean): void
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
      upstream.write(chunk)
      if (predicate?.(chunk) === true) setTimeout(cut, 20)
    })
    upstream.on('data', (chunk) => {
      if (!muted) client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    cutWhen: (given) => {
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
