import { type AddressInfo, createServer, type Socket } from 'node:net'

/** A server that says what a test wants, in the framing of MySQL's protocol, and notes what it hears. */
export interface FakeServer extends AsyncDisposable {
  readonly port: number
  /** Payloads of the packets that clients sent. */
  readonly heard: Buffer[]
}

/** Answers the packet with this index, counted from 0 in a connection; `undefined` says nothing. */
export type Answer = (index: number, payload: Buffer) => Buffer | undefined

export async function startFakeServer(greeting: Buffer | undefined, answer: Answer): Promise<FakeServer> {
  const heard: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    let buffered = Buffer.alloc(0)
    let index = 0
    socket.on('data', (chunk) => {
      buffered = Buffer.concat([buffered, chunk])
      while (buffered.length >= 4) {
        const length = buffered.readUIntLE(0, 3)
        if (buffered.length < 4 + length) return
        const sequence = buffered.readUInt8(3)
        const payload = buffered.subarray(4, 4 + length)
        buffered = buffered.subarray(4 + length)
        heard.push(Buffer.from(payload))
        const said = answer(index++, payload)
        if (said !== undefined) socket.write(framed(said, sequence + 1))
      }
    })
    if (greeting !== undefined) socket.write(greeting)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A packet with its length and its place in the conversation. */
export function framed(payload: Buffer, sequence: number): Buffer {
  const head = Buffer.alloc(4)
  head.writeUIntLE(payload.length, 0, 3)
  head.writeUInt8(sequence & 255, 3)
  return Buffer.concat([head, payload])
}

/** The first packet of a server (HandshakeV10): protocol 4.1, secure login, plugins, no TLS. */
export function handshake(version: string): Buffer {
  const capabilities = 0x00_0f_a2_0f | 0x80 | 0x08 | 0x20_00 | 0x80_00 | 0x08_00_00
  const payload = Buffer.concat([
    Buffer.from([10]),
    Buffer.from(`${version}\0`),
    Buffer.from([1, 0, 0, 0]),
    Buffer.alloc(8, 0x41),
    Buffer.from([0]),
    uint16(capabilities & ~0x800 & 0xffff),
    Buffer.from([45]),
    uint16(2),
    uint16(capabilities >>> 16),
    Buffer.from([21]),
    Buffer.alloc(10),
    Buffer.alloc(12, 0x42),
    Buffer.from([0]),
    Buffer.from('mysql_native_password\0'),
  ])
  return framed(payload, 0)
}

export const ok: Buffer = Buffer.from([0, 0, 0, 2, 0, 0, 0])

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value & 0xffff)
  return bytes
}
