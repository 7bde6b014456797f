import { BerthError, type ErrorCode, type ErrorDetails, socketCodes } from '@berth/core'
import { type ErrorPlace, errorDetails, type NamedInError } from '@berth/sql'
import type { NativeError } from './driver.ts'

/** Numbers of the server's messages (ORA) by what they mean here. */
const serverCodes: Partial<Record<ErrorCode, readonly number[]>> = {
  CONSTRAINT_VIOLATED: [1, 2290, 2291, 2292, 4088, 30926],
  VALUE_MISSING: [1400, 1407],
  VALUE_TOO_LONG: [1401, 1461, 1704, 12899, 22835],
  VALUE_INVALID: [
    1410, 1426, 1438, 1722, 1830, 1839, 1840, 1841, 1843, 1847, 1850, 1851, 1852, 1858, 1861, 1862, 1867, 1873, 31011,
    40441,
  ],
  TEXT_UNDECODABLE: [29275],
  TEXT_UNENCODABLE: [12703, 12713],
  DATASET_UNKNOWN: [942, 980, 4043],
  COLUMN_UNKNOWN: [904],
  PROCEDURE_UNKNOWN: [6564],
  PERMISSION_DENIED: [990, 1031, 1045, 1456, 1720, 1749, 1950, 16000],
  AUTH_FAILED: [1004, 1005, 1017, 1988, 28000, 28001],
  SYSTEM_BUSY: [18, 20, 54, 60, 2049, 2391, 4020, 4021, 4031, 4061, 4068, 8177, 12516, 12518, 12519, 12520, 30006],
  SNAPSHOT_TOO_OLD: [1555, 8103, 22924],
  SYSTEM_UNAVAILABLE: [1033, 1034, 1035, 1089, 1090, 1109, 12521, 12526, 12527, 12528, 27101],
  SYSTEM_DISK_FULL: [257, 1536, 1628, 1631, 1632, 1650, 1652, 1653, 1654, 1655, 1658, 1659, 1688, 1691, 19809, 30036],
  DATABASE_MISSING: [12154, 12505, 12514],
  CONNECT_REFUSED: [12541],
  HOST_UNKNOWN: [12545],
  CONNECT_TIMEOUT: [12170, 12535],
  CONNECTION_LOST: [28, 1012, 1041, 2396, 3113, 3114, 3135, 12537, 12547, 12570],
  ABORTED: [1013],
}

/** Codes of the driver (NJS) and of Instant Client (DPI). */
const driverCodes: Readonly<Record<string, ErrorCode>> = {
  'NJS-003': 'CONNECTION_LOST',
  'NJS-045': 'CLIENT_LIBRARY_NEEDED', // Instant Client cannot be loaded
  'NJS-090': 'OPTION_INVALID', // Instant Client from two folders
  'NJS-100': 'CLIENT_LIBRARY_NEEDED', // national character set UTF8
  'NJS-116': 'PASSWORD_VERIFIER_OUTDATED', // only a verifier of 10g
  'NJS-118': 'OPTION_INVALID', // thick after thin
  'NJS-123': 'CALL_TIMEOUT',
  'NJS-138': 'CLIENT_LIBRARY_NEEDED', // server before 12.1
  'NJS-500': 'CONNECTION_LOST',
  'NJS-501': 'CONNECTION_LOST',
  'NJS-503': 'CONNECT_REFUSED',
  'NJS-505': 'OPTION_INVALID', // TLS cannot begin
  'NJS-506': 'OPTION_INVALID', // certificate not accepted
  'NJS-507': 'OPTION_INVALID', // certificate of another name
  'NJS-508': 'OPTION_INVALID', // certificate of another host
  'NJS-510': 'CONNECT_TIMEOUT',
  'NJS-511': 'CONNECT_REFUSED',
  'NJS-512': 'OPTION_INVALID',
  'NJS-514': 'OPTION_INVALID',
  'NJS-515': 'OPTION_INVALID',
  'NJS-516': 'OPTION_INVALID',
  'NJS-517': 'OPTION_INVALID',
  'NJS-518': 'DATABASE_MISSING',
  'NJS-519': 'DATABASE_MISSING',
  'NJS-521': 'CONNECTION_LOST',
  'NJS-530': 'HOST_UNKNOWN',
  'NJS-533': 'CLIENT_LIBRARY_NEEDED', // encryption that thin mode does not have
  'DPI-1047': 'CLIENT_LIBRARY_NEEDED',
}

/** What each native code means here. What is not named is `QUERY_FAILED`, or `PROTOCOL_ERROR` of the driver itself. */
export const codes: ReadonlyMap<string, ErrorCode> = new Map([
  ...Object.entries(serverCodes).flatMap(([code, numbers]) =>
    numbers.map((number): [string, ErrorCode] => [`ORA-${String(number).padStart(5, '0')}`, code as ErrorCode]),
  ),
  ...Object.entries(driverCodes),
])

/** The error of the catalogue for one of the driver's. Nothing of its message is kept but as cause. */
export function oracleError(cause: unknown, place: ErrorPlace): BerthError {
  if (BerthError.is(cause)) return cause
  const { code: given, message: told } = (typeof cause === 'object' && cause !== null ? cause : {}) as NativeError
  const message = typeof told === 'string' ? told : ''
  const named = typeof given === 'string' ? given : /^(?:ORA|NJS|DPI)-\d+/.exec(message)?.[0]
  // These two wrap another code: that of the listener, or of the operating system.
  const inner = named === 'NJS-511' ? /ORA-\d{5}/ : named === 'NJS-503' ? /\bE[A-Z]{4,}\b/ : undefined
  const nativeCode = inner?.exec(message)?.[0] ?? named
  const code = codeOf(nativeCode, named)
  const details = { ...errorDetails(code, place, names(message)), ...optionAtFault(code, nativeCode ?? '') }
  return new BerthError(code, { nativeCode: nativeCode ?? 'oracledb', call: place.call, ...details }, { cause })
}

function codeOf(nativeCode: string | undefined, named: string | undefined): ErrorCode {
  const known = codes.get(nativeCode ?? '') ?? socketCodes[nativeCode ?? ''] ?? codes.get(named ?? '')
  if (known !== undefined) return known
  // raise_application_error: a trigger or procedure of the department says no.
  if (/^ORA-20\d{3}$/.test(nativeCode ?? '')) return 'CONSTRAINT_VIOLATED'
  return nativeCode?.startsWith('ORA-') === true ? 'QUERY_FAILED' : 'PROTOCOL_ERROR'
}

/** ORA-12899 and ORA-01400 name "OWNER"."TABLE"."COLUMN", ORA-00904 a column alone. */
function names(message: string): NamedInError {
  const [, length, maxLength] = /: (\d+), [^:]*: (\d+)\)/.exec(message) ?? []
  const column = /"[^"]*"\."[^"]*"\."([^"]*)"/.exec(message) ?? /^ORA-00904: "([^"]*)"/.exec(message)
  return { column: column?.[1], length, maxLength }
}

function optionAtFault(code: ErrorCode, nativeCode: string): ErrorDetails {
  if (code === 'CLIENT_LIBRARY_NEEDED' || code === 'PASSWORD_VERIFIER_OUTDATED')
    return { library: 'Oracle Instant Client', option: 'thick' }
  if (code !== 'OPTION_INVALID') return {}
  const [option, problem] =
    nativeCode === 'NJS-118' || nativeCode === 'NJS-090'
      ? ['thick', 'all connections of a process are thin, or thick from one folder']
      : /^NJS-50[5-8]$/.test(nativeCode)
        ? ['walletLocation', 'it does not vouch for the server']
        : ['connectString', 'the driver cannot read it']
  return { connector: 'oracle', option, problem }
}
