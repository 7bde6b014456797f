import { BerthError, type ErrorCode, socketCodes } from '@berth/core'
import { type ErrorPlace, errorDetails, type NamedInError } from '@berth/sql'

/** Codes of the server (negative) and of the library (positive), as its manual and its own messages name them. */
export const codes: ReadonlyMap<number, ErrorCode> = new Map([
  ...each('CONSTRAINT_VIOLATED', [-5004, -6602, -6604, -6607, -6608, -6625]),
  ...each('VALUE_MISSING', [-6609]),
  ...each('VALUE_TOO_LONG', [-6108, -6169, 6067, 6092, 6101]),
  ...each('VALUE_INVALID', [-6102, -6111, -6112, -6118, 6005, 6007, 6015, 6066, 6068, 6103, 20024]),
  ...each('DATASET_UNKNOWN', [-2106]),
  ...each('COLUMN_UNKNOWN', [-2111, -2207]),
  ...each('PERMISSION_DENIED', [-5501, -5503, -5504, -5505, -5506, -5515, -5516, -5571]),
  ...each('AUTH_FAILED', [-2501]),
  ...each('SYSTEM_BUSY', [-608, -6001, -6403, -6407]),
  ...each('SYSTEM_UNAVAILABLE', [6091]),
  ...each('CONNECTION_LOST', [-6007, 6001, 6060, 20013, 20014]),
  ...each('PROTOCOL_ERROR', [6002, 6071, 6072, 20000]),
  ...each('CONNECT_TIMEOUT', [20009]),
  ...each('CALL_TIMEOUT', [20010]),
  ...each('OPTION_INVALID', [6074, 6075, 6076, 20012]),
  ...each('ABORTED', [-6515]),
])

function each(code: ErrorCode, numbers: readonly number[]): [number, ErrorCode][] {
  return numbers.map((number) => [number, code])
}

/** What the library says of a wait that it gave up, by the option at fault. */
const optionOf: Readonly<Record<number, readonly [option: string, problem: string]>> = {
  6074: ['host', 'the server is older than this release of dmdb takes'],
  6075: ['user', 'it is too long'],
  6076: ['password', 'it is too long'],
  20012: ['sslPath', 'the library cannot begin TLS with it'],
}

/** The error of the catalogue for one of the library's. Nothing of its message is kept but as cause. */
export function damengError(cause: unknown, place: ErrorPlace): BerthError {
  if (BerthError.is(cause)) return cause
  const native = typeof cause === 'object' && cause !== null ? (cause as { errCode?: unknown; message?: unknown }) : {}
  const number = typeof native.errCode === 'number' ? native.errCode : undefined
  const message = typeof native.message === 'string' ? native.message : ''
  // The library wraps what the operating system said, and its own failures to read an answer, in one code.
  const inner = number === 6001 ? /\b(?:ERR_[A-Z_]+|E[A-Z]{4,})\b/.exec(message)?.[0] : undefined
  const code = codeOf(number, inner)
  const [option, problem] = optionOf[number ?? 0] ?? ['-', '-']
  const details = {
    ...errorDetails(code, place, names(message)),
    ...(code === 'OPTION_INVALID' ? { connector: 'dameng', option, problem } : {}),
  }
  return new BerthError(code, { nativeCode: inner ?? number ?? 'dmdb', call: place.call, ...details }, { cause })
}

function codeOf(number: number | undefined, inner: string | undefined): ErrorCode {
  const known = socketCodes[inner ?? '']
  if (known !== undefined) return known
  if (inner?.startsWith('ERR_') === true || number === undefined) return 'PROTOCOL_ERROR'
  // RAISE_APPLICATION_ERROR: a trigger or procedure of the department says no.
  if (number <= -20_000 && number >= -30_000) return 'CONSTRAINT_VIOLATED'
  return codes.get(number) ?? 'QUERY_FAILED'
}

/** A message stands in brackets around what it names. Only codes that name a column are asked. */
function names(message: string): NamedInError {
  return { column: /^\[-(?:6169|6609|2111|2207)\][^[]*\[([^\]]+)\]/.exec(message)?.[1] }
}
