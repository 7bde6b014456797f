import type { Socket } from 'node:net'
import { BerthError } from '@berth/core'
import type { WireConnection } from './driver.ts'
import { openGaussLogin } from './opengauss-login.ts'
import { RowFrames } from './row-frames.ts'

/** Messages that a server may begin with: authentication, error, notice, negotiation of the version. */
const firstMessages = 'RENv'
const longestFirstMessage = 65_536

/** Kinds of authentication that only openGauss has: MD5 over SHA256, and SM3. */
const foreignKinds: ReadonlySet<number> = new Set([11, 13])
const saslOrSha256 = 10
/** The server asks for the password as it is. */
const plainPassword = 3

/**
 * Looks at what the server sends before the driver does. The driver throws where nobody can catch it when an answer is
 * not one of the protocol, waits for ever for the rest of some that are none, takes openGauss's login for another, and reads
 * rows beyond their ends.
 */
export function watchAnswers(connection: WireConnection, password: string, fail: (error: BerthError) => void): void {
  const attach = connection.attachListeners
  connection.attachListeners = (stream) => {
    const first = new FirstAnswer(password, 'encrypted' in stream, (reply) => stream.write(reply))
    const frames = new RowFrames()
    const guarded = (listener: (chunk: Buffer) => void) => (chunk: Buffer) => {
      try {
        const rest = first.pass(chunk)
        frames.pass(rest)
        if (rest.length > 0) listener(rest)
      } catch (error) {
        fail(BerthError.from(error, 'PROTOCOL_ERROR', { nativeCode: 'unknown message' }))
      }
    }
    const on = stream.on.bind(stream)
    const listen = (event: string, listener: (chunk: Buffer) => void): Socket =>
      on(event, event === 'data' ? guarded(listener) : listener)
    attach.call(connection, Object.assign(stream, { on: listen }))
    Object.assign(stream, { on })
  }
}

/** The first message of a login. */
class FirstAnswer {
  readonly #password: string
  readonly #isEncrypted: boolean
  readonly #reply: (message: Buffer) => void
  #held: Buffer | undefined = Buffer.alloc(0)

  constructor(password: string, isEncrypted: boolean, reply: (message: Buffer) => void) {
    this.#password = password
    this.#isEncrypted = isEncrypted
    this.#reply = reply
  }

  /** What the driver is to see of what came. */
  pass(chunk: Buffer): Buffer {
    if (this.#held === undefined) return chunk
    const all = Buffer.concat([this.#held, chunk])
    this.#held = all
    if (all.length < 5) return Buffer.alloc(0)
    const length = all.readUInt32BE(1)
    if (!firstMessages.includes(String.fromCharCode(all[0] ?? 0)) || length > longestFirstMessage)
      throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'no PostgreSQL' })
    if (all.length < length + 1) return Buffer.alloc(0)
    this.#held = undefined
    const message = all.subarray(0, length + 1)
    const kind = message[0] === 0x52 && length >= 8 ? message.readInt32BE(5) : 0
    if (kind === plainPassword && !this.#isEncrypted) {
      const problem = 'the server asks for the password on a line without encryption'
      throw new BerthError('OPTION_INVALID', { connector: 'postgres', option: 'tls', problem })
    }
    if (foreignKinds.has(kind)) throw new BerthError('LOGIN_UNSUPPORTED', { nativeCode: kind })
    // The name of a SASL mechanism begins with a letter, openGauss's message with a number below 256.
    if (kind !== saslOrSha256 || message[9] !== 0) return all
    this.#reply(openGaussLogin(message.subarray(9), this.#password))
    return all.subarray(length + 1)
  }
}
