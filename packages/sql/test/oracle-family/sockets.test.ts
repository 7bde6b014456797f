import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { LibraryLine, SocketWatch } from '../../src/oracle-family/index.ts'

/** A server that keeps its connections, and the client of a library that says nothing when its line dies. */
async function server(): Promise<AsyncDisposable & { readonly port: number; readonly sockets: Set<Socket> }> {
  const sockets = new Set<Socket>()
  const listening = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  listening.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return {
    port: (listening.address() as AddressInfo).port,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      listening.close()
      await once(listening, 'close')
    },
  }
}

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

test('a call whose line dies ends, although the library waits for ever', async () => {
  await using there = await server()
  const watch = new SocketWatch()
  await watch.run(() => opened(there.port))
  const call = watch.untilClosed('read', () => new Promise(() => undefined))
  while (there.sockets.size === 0) await new Promise((resolve) => setImmediate(resolve))
  for (const socket of there.sockets) socket.resetAndDestroy()
  await expect(call).rejects.toMatchObject({ code: 'CONNECTION_LOST', details: { call: 'read' } })
})

test('what the library says itself comes first', async () => {
  await using there = await server()
  const watch = new SocketWatch()
  const socket = await watch.run(() => opened(there.port))
  const said = watch.untilClosed('read', async () => {
    await once(socket, 'close')
    throw new RangeError('the library says why')
  })
  watch.destroy()
  await expect(said).rejects.toBeInstanceOf(RangeError)
})

test('a library that opens its next socket behind a redirect has lost nothing', async () => {
  await using there = await server()
  const watch = new SocketWatch()
  const connecting = watch.run(() =>
    watch.untilClosed('connect', async () => {
      const first = await opened(there.port)
      first.destroy()
      await once(first, 'close')
      const second = await opened(there.port)
      await new Promise((resolve) => setTimeout(resolve, 400))
      return second
    }),
  )
  await expect(connecting).resolves.toBeDefined()
  watch.destroy()
})

test('sockets of others are left alone', async () => {
  await using there = await server()
  const watch = new SocketWatch()
  await watch.run(async () => undefined)
  const other = await opened(there.port)
  watch.destroy()
  expect(other.destroyed).toBe(false)
  other.destroy()
})

test('a server that does not say goodbye is left without it', async () => {
  await using there = await server()
  const watch = new SocketWatch()
  const socket = await watch.run(() => opened(there.port))
  const never = (): Promise<never> => new Promise(() => undefined)
  const native = { execute: never, commit: never, rollback: never, close: never }
  const line = new LibraryLine(native, watch, {
    bind: (cell) => cell,
    output: () => undefined,
    options: () => ({}),
    isLong: () => false,
    executeMany: never,
    cursorColumns: () => [],
    cancel: never,
    toError: (error) => error as never,
  })
  await line.close()
  expect(socket.destroyed).toBe(true)
})
