import { BerthError } from '@berth/core'

/** What a log line says of an error. */
export type LoggedError = Readonly<Record<string, unknown>>

/**
 * What may be logged of an error (SEC-2). A `BerthError` is logged in full, its cause likewise. Of any other error only its name, its native code and where it was thrown: its message may quote a value.
 */
export function logError(error: unknown): LoggedError {
  if (!BerthError.is(error)) return outline(error)
  const told = withoutMadeUpName(error).toJSON()
  return error.cause === undefined ? told : { ...told, cause: logError(error.cause) }
}

/** A name that nothing has may be a value out of place. Who wrote it is told of it, the log is not. */
function withoutMadeUpName(error: BerthError): BerthError {
  if (error.code !== 'PARAMETER_UNKNOWN') return error
  return new BerthError(error.code, { ...error.details, parameter: '?' }, { origin: error.origin })
}

function outline(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error }
  const native = 'code' in error ? String(error.code) : undefined
  const code = native !== undefined && /^[A-Z0-9_]{1,40}$/.test(native) ? { code: native } : {}
  return { name: error.name, ...code, frames: framesOf(error, native) }
}

/** The places of a stack. None where it does not begin with the message as we know it: then no line is surely a place. */
function framesOf({ name, message, stack = '' }: Error, code: string | undefined): readonly string[] {
  const head = [`${name}: ${message}`, `${name} [${code}]: ${message}`].find((each) => stack.startsWith(`${each}\n`))
  if (head === undefined) return []
  const lines = stack.slice(head.length + 1).split('\n')
  return lines.slice(0, 8).map((line) => line.trim())
}
