import { BerthError } from '@berth/core'
import type { Wire } from './driver.ts'
import { readLoginMessage } from './login-message.ts'

/** No message of a login is longer. */
const maxLoginMessage = 65_536

/** Operations an answer of a server can begin with (`protocol.h`). */
const answers: ReadonlySet<number> = new Set([3, 9, 52, 66, 71, 72, 78, 92, 94, 97, 98, 103, 114])

/**
 * Stands between the socket and the driver. While the user is let in it lays challenges out as the driver reads them,
 * and takes a second challenge of the same plugin for what it is: the password was refused. Later it catches what the
 * driver throws on an answer it does not understand, and answers that no Firebird gives.
 */
export function guardWire(wire: Wire, fail: (error: BerthError) => void): void {
  const socket = wire._socket
  const [listener] = socket.listeners('data')
  if (listener === undefined) return
  const challenged = new Set<string>()
  let loggingIn = true
  let held: Buffer = Buffer.alloc(0)

  const forward = (chunk: Buffer): void => {
    try {
      listener(chunk)
    } catch (cause) {
      fail(new BerthError('PROTOCOL_ERROR', { nativeCode: 'unreadable' }, { cause }))
      return
    }
    const operation = strayOperation(wire)
    if (operation !== undefined) fail(new BerthError('PROTOCOL_ERROR', { nativeCode: operation }))
  }
  const receive = (chunk: Buffer): void => {
    if (!loggingIn) {
      forward(chunk)
      return
    }
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    const message = readLoginMessage(bytes)
    held = message === 'incomplete' && bytes.length < maxLoginMessage ? bytes : Buffer.alloc(0)
    if (held.length > 0) return
    loggingIn = typeof message !== 'string'
    if (typeof message === 'string') {
      forward(bytes)
    } else if (message.challenge && challenged.has(message.plugin)) {
      fail(new BerthError('AUTH_FAILED'))
    } else {
      if (message.challenge) challenged.add(message.plugin)
      forward(message.bytes)
    }
  }
  socket.removeAllListeners('data')
  socket.addListener('data', receive)
  socket.resume()
}

/** What an incomplete answer begins with when that is no operation: the driver would wait for its rest for ever. */
function strayOperation(wire: Wire): number | undefined {
  const rest = wire._xdr?.buffer
  if (rest === undefined || rest.length < 4) return undefined
  const operation = rest.readInt32BE(0)
  return answers.has(operation) ? undefined : operation
}
