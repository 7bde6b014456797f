import { BerthError, type ConnectContext } from '@berth/core'
import { Attachment } from './attachment.ts'
import type { AttachOptions, FirebirdDriver } from './driver.ts'
import { firebirdError } from './errors.ts'
import type { FirebirdOptions } from './options.ts'
import { guardWire } from './wire-guard.ts'

/** Longer names make the driver throw where nobody can catch it. */
const maxNameBytes = 255

const wireCrypts = { disabled: 0, enabled: 1, required: 2 } as const

/**
 * Attaches to the database within a deadline of its own: the driver has none, and waits for ever when two SRP plugins
 * refuse a password. Whatever happens, no socket stays behind.
 *
 * Rejects with `HOST_UNKNOWN`, `CONNECT_REFUSED`, `CONNECT_TIMEOUT`, `LOGIN_STALLED`, `AUTH_FAILED`,
 * `DATABASE_MISSING`, `PROTOCOL_ERROR`, or what else the server says.
 */
export function logIn(
  driver: FirebirdDriver,
  options: FirebirdOptions,
  { signal }: Pick<ConnectContext, 'signal'>,
): Promise<Attachment> {
  const { host, port, database, loginTimeoutMs: timeoutMs } = options
  const tooLong = (['user', 'role'] as const).find((name) => Buffer.byteLength(options[name] ?? '') > maxNameBytes)
  if (tooLong !== undefined) {
    const problem = `at most ${maxNameBytes} bytes are expected`
    return Promise.reject(new BerthError('OPTION_INVALID', { connector: 'firebird', option: tooLong, problem }))
  }
  const place = { host, port, database, timeoutMs }
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    let over = false
    const finish = (): boolean => {
      if (over) return false
      over = true
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      return true
    }
    const fail = (error: BerthError): void => {
      if (finish()) reject(error)
      attachment?.destroy(error)
    }
    const onAbort = (): void => fail(new BerthError('ABORTED', { call: 'connect' }))
    let attachment: Attachment | undefined
    try {
      driver.attach(attachOptions(options), (error) => {
        if (error !== undefined && error !== null)
          fail(attachment?.failure ?? firebirdError(error, { ...place, call: 'connect' }))
        else if (attachment !== undefined && finish()) resolve(attachment)
      })
    } catch (error) {
      reject(firebirdError(error, { ...place, call: 'connect' }))
      return
    }
    attachment = new Attachment(driver.connection, place)
    guardWire(attachment.wire, fail)
    signal.addEventListener('abort', onAbort, { once: true })
    attachment.wire._socket.once('connect', () => {
      if (!over) timer = setTimeout(() => fail(new BerthError('LOGIN_STALLED', place)), timeoutMs)
    })
    if (signal.aborted) onAbort()
  })
}

function attachOptions(options: FirebirdOptions): AttachOptions {
  const { host, port, database, user, role, wireCrypt, authentication } = options
  const plugin = authentication === 'auto' && wireCrypt === 'disabled' ? 'Srp' : authentication
  return {
    host,
    port,
    database,
    user,
    password: options.password.reveal(),
    ...(role === undefined ? {} : { role }),
    // Naming a multi-byte charset would make the driver store UTF-8 bytes in it.
    encoding: 'UTF8',
    wireCrypt: wireCrypts[wireCrypt],
    ...(plugin === 'auto' ? {} : { pluginName: plugin }),
    isPool: true,
    blobChunkSize: 65_000,
    blobReadChunkSize: 65_535,
  }
}
