import { BerthError, type ErrorCode, type ErrorDetails } from '@berth/core'
import { type ErrorPlace, errorDetails } from '@berth/sql'
import type { DriverFailure } from './driver-call.ts'
import type { NativeCodes } from './profile.ts'

/** SQLSTATEs and what they mean here: whole ones, then classes. What is not named is `QUERY_FAILED`. */
export const states: Readonly<Record<string, ErrorCode>> = {
  '08001': 'CONNECT_REFUSED',
  '08004': 'CONNECT_REFUSED',
  '22001': 'VALUE_TOO_LONG',
  '22021': 'TEXT_UNENCODABLE',
  '23502': 'VALUE_MISSING',
  '25006': 'PERMISSION_DENIED', // read-only transaction
  '28000': 'AUTH_FAILED',
  '3D000': 'DATABASE_MISSING',
  '42501': 'PERMISSION_DENIED',
  '45000': 'CONSTRAINT_VIOLATED', // raised by a trigger of the department
  '53100': 'SYSTEM_DISK_FULL',
  '53300': 'SYSTEM_BUSY',
  '55006': 'SYSTEM_BUSY',
  '55P03': 'SYSTEM_BUSY', // lock not available
  '57014': 'ABORTED', // cancelled
  '57P01': 'CONNECTION_LOST', // ended by the administrator
  '57P02': 'CONNECTION_LOST',
  '57P03': 'SYSTEM_UNAVAILABLE',
  P0001: 'CONSTRAINT_VIOLATED', // raised by a trigger of the department
  '08': 'CONNECTION_LOST',
  '22': 'VALUE_INVALID',
  '23': 'CONSTRAINT_VIOLATED',
  '28': 'AUTH_FAILED',
  '40': 'SYSTEM_BUSY',
  '53': 'SYSTEM_UNAVAILABLE',
  HY008: 'ABORTED',
  HY018: 'ABORTED',
  HY117: 'CONNECTION_LOST',
  HYC00: 'NOT_SUPPORTED',
  HYT00: 'SYSTEM_BUSY',
  HYT01: 'CONNECT_TIMEOUT',
  IM001: 'NOT_SUPPORTED',
  IM002: 'OPTION_INVALID', // no such data source, no such driver
  IM003: 'OPTION_INVALID', // the driver's library cannot be loaded
  IM004: 'OPTION_INVALID',
  IM005: 'OPTION_INVALID',
}

const problems: Readonly<Record<string, string>> = {
  IM002: 'odbc.ini and odbcinst.ini know no such data source or driver',
  IM003: "the driver's library cannot be loaded",
}

/**
 * What a driver says of a line that broke under states that do not: psqlODBC has HY000 for it where it asks about parameters,
 * and 08001, as for a refused login, while it connects. The savepoint that it sets by itself before a statement fails only with the line.
 */
const broken =
  /server closed the connection|closed unexpectedly|connection reset|broken pipe|EOF detected|could not (?:receive|send) data|no connection to the server|internal SAVEPOINT failed/i

/**
 * A native error as one with a code: by the database's own code where the profile knows it, else by the SQLSTATE of the
 * first diagnostic record that means something. What means nothing is `CONNECTION_LOST` where the driver says that its connection is dead.
 * The native message stands in the cause alone.
 */
export function odbcError(failure: DriverFailure, codes: NativeCodes, place: ErrorPlace): BerthError {
  const { call } = place
  const cause = Object.assign(new Error(failure.message), { diagnostics: failure.diagnostics })
  if (failure.missing) return new BerthError('DRIVER_MISSING', { connector: 'odbc', package: 'odbc' }, { cause })
  // Records of class 01 are warnings that stand before the error.
  const records = failure.diagnostics.filter(({ state }) => !state.startsWith('01'))
  // A driver manager that cannot open the driver's library says so in a warning.
  const unopened = call === 'connect' && records.length === 0 ? [{ state: 'IM003', code: 0, message: '' }] : []
  for (const { state, code, message } of failure.diagnostics.length === 0 ? [] : [...records, ...unopened]) {
    const lost = (state === 'HY000' || state === '08001') && broken.test(message) ? 'CONNECTION_LOST' : undefined
    const meant = codes[String(code)] ?? lost ?? states[state] ?? states[state.slice(0, 2)]
    if (meant === undefined) continue
    return new BerthError(
      meant,
      { nativeCode: nativeCode(state, code), call, ...details(meant, state, place) },
      { cause },
    )
  }
  const [first] = records
  const native = first === undefined ? 'node-odbc' : nativeCode(first.state, first.code)
  // A driver has one state for many things, and other words for a line that breaks in every place.
  const code = failure.dead ? 'CONNECTION_LOST' : 'QUERY_FAILED'
  return new BerthError(code, { nativeCode: native, call }, { cause })
}

function details(code: ErrorCode, state: string, place: ErrorPlace): ErrorDetails {
  if (code === 'OPTION_INVALID')
    return { connector: 'odbc', option: 'driver', problem: problems[state] ?? `SQLSTATE ${state}` }
  if (code === 'NOT_SUPPORTED') return { connector: 'odbc', capability: place.call }
  return errorDetails(code, place)
}

function nativeCode(state: string, code: number): string {
  return code === 0 ? state : `${state}/${code}`
}
