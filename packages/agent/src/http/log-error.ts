import { BerthError } from '@berth/core'

/** What a log line says of an error. */
export type LoggedError = Readonly<Record<string, unknown>>

/**
 * What may be logged of an error (SEC-2). A `BerthError` is logged in full but for its cause. Of any other, and of a
 * cause, only its name, its native code and where it was thrown: its message may quote a value.
 */
export function logError(error: unknown): LoggedError {
  if (BerthError.is(error)) {
    return error.cause === undefined ? error.toJSON() : { ...error.toJSON(), cause: outline(error.cause) }
  }
  return outline(error)
}

function outline(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error }
  const native = 'code' in error ? String(error.code) : undefined
  const code = native !== undefined && /^[A-Z0-9_]{1,40}$/.test(native) ? { code: native } : {}
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line))
  return { name: error.name, ...code, frames: frames.slice(0, 8).map((frame) => frame.trim()) }
}
