import { BerthError } from '@berth/core'
import type { FtpAnswer, FtpClient, FtpContext, FtpDriver } from './driver.ts'

/** How long the reason may take to arrive on the control line after the data line broke. */
const reasonWithinMs = 1000

/**
 * Data lines always lead to the host of the control line: an address in the answer to `PASV` would have this machine knock at
 * others, and is often one from behind a NAT anyway. Servers that do not know `EPSV` are asked once.
 */
export function passive(driver: FtpDriver, client: FtpClient): (context: FtpContext) => Promise<FtpAnswer> {
  let extended = true
  return async (context) => {
    const answer = await open(context)
    awaitReason(context)
    return answer
  }

  async function open(context: FtpContext): Promise<FtpAnswer> {
    if (extended) {
      try {
        return await driver.enterPassiveModeIPv6(context)
      } catch (error) {
        if (client.closed) throw error
        extended = false
      }
    }
    const pasv = (): Promise<FtpAnswer> => askPasv(context)
    return await driver.enterPassiveModeIPv6(
      new Proxy(context, { get: (target, name) => (name === 'request' ? pasv : Reflect.get(target, name)) }),
    )
  }
}

/** The answer to `PASV` as one to `EPSV`: the port without the host. */
async function askPasv(context: FtpContext): Promise<FtpAnswer> {
  const { code, message } = await context.request('PASV')
  const [, high, low] = /\d+,\d+,\d+,\d+,(\d{1,3}),(\d{1,3})/.exec(message) ?? []
  if (high === undefined) throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'PASV' })
  return { code, message: `(|||${Number(high) * 256 + Number(low)}|)` }
}

/** A server that refuses a transfer drops its data line first, and the library would end the conversation before it hears why. */
function awaitReason(context: FtpContext): void {
  const { dataSocket } = context
  dataSocket?.removeAllListeners('error').removeAllListeners('close')
  dataSocket?.on('error', (error) => {
    setTimeout(() => {
      if (context.dataSocket === dataSocket) context.closeWithError(error)
    }, reasonWithinMs).unref()
  })
}

/**
 * Why a server dropped the data line, told by itself: a write can fail before the answer is there. Where none comes the
 * conversation is ended, and the failure is what the data line told.
 */
export async function reasonOf(context: FtpContext, failure: Error): Promise<Error> {
  const timer = setTimeout(() => context.closeWithError(failure), reasonWithinMs)
  try {
    const answer = await context.handle(undefined, (said, task) => task.resolve(said))
    return answer instanceof Error ? answer : failure
  } finally {
    clearTimeout(timer)
  }
}
