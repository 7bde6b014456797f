import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** How the server asks for a password. */
export type OpenGaussLogin = 'rounds' | 'signature' | { readonly kind: number }

/** A server that speaks as much of openGauss's protocol as opening a session takes. */
export interface OpenGaussServer extends AsyncDisposable {
  readonly port: number
}

const rounds = 10_000

const tlsRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/**
 * Starts a server of one user. It keeps what openGauss keeps of a password, the stored key and the server key, and checks
 * a proof as openGauss does: from the proof back to the client's key, whose digest has to be the stored one.
 */
export async function startOpenGauss(password: string, login: OpenGaussLogin): Promise<OpenGaussServer> {
  const salt = randomBytes(32)
  const token = randomBytes(4)
  const key = pbkdf2Sync(password, salt, rounds, 32, 'sha1')
  const storedKey = createHash('sha256').update(hmac(key, 'Client Key')).digest()
  const serverKey = hmac(key, 'Sever Key')

  const question = (): Buffer => {
    if (typeof login === 'object') return message('R', word(login.kind), word(0))
    const end = login === 'rounds' ? word(rounds) : Buffer.from(hmac(serverKey, token).toString('hex'))
    return message('R', word(10), word(2), Buffer.from(salt.toString('hex')), Buffer.from(token.toString('hex')), end)
  }
  const isProof = (proof: Buffer): boolean => {
    if (proof.length !== 32) return false
    const mask = hmac(storedKey, token)
    const clientKey = Buffer.from(proof.map((byte, at) => byte ^ (mask[at] ?? 0)))
    return timingSafeEqual(createHash('sha256').update(clientKey).digest(), storedKey)
  }
  const answer = (socket: Socket, received: Buffer): void => {
    if (received.equals(tlsRequest)) return void socket.write('N')
    // Without a letter in front: the message that starts a session.
    if (received[0] === 0) return void socket.write(question())
    const text = received.toString('latin1', 5, received.readUInt32BE(1))
    if (received[0] === 0x70 && isProof(Buffer.from(text, 'hex')))
      return void socket.write(Buffer.concat([message('R', word(0)), message('K', word(1), word(2)), ready]))
    if (received[0] === 0x70) return void socket.end(message('E', Buffer.from('SFATAL\0C28P01\0Mno\0\0')))
    if (received[0] === 0x51)
      socket.write(Buffer.concat([...rowsFor(text), message('C', Buffer.from('SELECT 1\0')), ready]))
  }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (received) => answer(socket, received))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const ready = message('Z', Buffer.from('I'))

/** What a session asks when it is opened, and its sign of life. */
function rowsFor(text: string): Buffer[] {
  if (text.includes('version()'))
    return row('(openGauss 5.0.0 build a07d57c3) compiled at 2023-03-29', '90204', 'UTF8', 't')
  if (text.includes('clock_timestamp')) return row('2024-02-29T00:00:00.000000Z', 'f', 'PRC')
  return []
}

function row(...cells: readonly string[]): Buffer[] {
  const column = Buffer.concat([
    Buffer.from('c\0'),
    word(0),
    Buffer.alloc(2),
    word(25),
    Buffer.alloc(2),
    word(0),
    Buffer.alloc(2),
  ])
  const count = Buffer.from([0, cells.length])
  const values = cells.flatMap((cell) => [word(cell.length), Buffer.from(cell)])
  return [message('T', count, ...cells.map(() => column)), message('D', count, ...values)]
}

function message(letter: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(letter), word(body.length + 4), body])
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function hmac(key: Buffer, text: string | Buffer): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
