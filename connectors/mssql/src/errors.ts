import { BerthError, type ErrorCode, type ErrorDetails, socketCodes } from '@berth/core'
import { type ErrorPlace, errorDetails } from '@berth/sql'

const numbers = (code: ErrorCode, ...all: readonly number[]): [number, ErrorCode][] => all.map((each) => [each, code])

/** Error numbers of SQL Server (`sys.messages`) and what they mean here. What is not named is `QUERY_FAILED`. */
export const codes: ReadonlyMap<number, ErrorCode> = new Map([
  ...numbers('AUTH_FAILED', 18452, 18456, 18470, 18486, 18487, 18488),
  ...numbers('DATABASE_MISSING', 911, 4060, 4064),
  ...numbers('PERMISSION_DENIED', 229, 230, 262, 297, 300, 371, 916, 1088, 2760, 3704, 3906, 4902, 15151, 15247),
  // unique key, unique index, foreign key or check, NULL, view with check option, one row twice in a MERGE
  ...numbers('CONSTRAINT_VIOLATED', 2627, 2601, 547, 515, 550, 8672),
  // a trigger rolled back; what that does to the batch is seen by the transaction that is gone
  ...numbers('CONSTRAINT_VIOLATED', 3609, 3616),
  ...numbers('VALUE_TOO_LONG', 8152, 2628),
  ...numbers('VALUE_INVALID', 220, 232, 235, 236, 241, 242, 244, 245, 248, 293, 295, 8114, 8115, 8169, 9402, 9420),
  // deadlock, lock timeout, snapshot conflict, memory, too many sessions
  ...numbers('SYSTEM_BUSY', 1205, 1222, 3960, 3961, 701, 8628, 8645, 10928, 10929, 17809, 40501, 49918, 49919, 49920),
  ...numbers(
    'SYSTEM_UNAVAILABLE',
    921,
    922,
    927,
    942,
    945,
    952,
    976,
    978,
    983,
    6005,
    17142,
    18451,
    18461,
    40197,
    40613,
  ),
  ...numbers('SYSTEM_DISK_FULL', 1101, 1105, 5149, 9002),
  ...numbers('DATASET_UNKNOWN', 208),
  ...numbers('COLUMN_UNKNOWN', 207),
  ...numbers('PROCEDURE_UNKNOWN', 2812),
  ...numbers('CONNECTION_LOST', 64, 121, 233, 596, 10053, 10054, 10060),
])

/** From here on the numbers are those of the department's own RAISERROR and THROW. */
const firstOwnNumber = 50_000

/** At this severity the server ends the connection. */
const fatalSeverity = 20

/** Codes of the driver, of the operating system, and of TLS. */
const driverCodes: Readonly<Record<string, ErrorCode>> = {
  ...socketCodes,
  ECANCEL: 'ABORTED',
  ECLOSE: 'CONNECTION_LOST',
  EINVALIDSTATE: 'CONNECTION_LOST',
  EENCRYPT: 'OPTION_INVALID',
  EINSTLOOKUP: 'CONNECT_TIMEOUT',
  ELOGIN: 'AUTH_FAILED',
  ETDS: 'PROTOCOL_ERROR',
  EPROTO: 'OPTION_INVALID',
  ESOCKET: 'CONNECTION_LOST',
}

const certificateCodes = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/

interface NativeError {
  readonly code?: unknown
  readonly number?: unknown
  readonly class?: unknown
  readonly cause?: unknown
  readonly errors?: readonly unknown[]
}

/** The error of the catalogue for one of the driver's. Nothing of its message is kept but as cause. */
export function mssqlError(cause: unknown, place: ErrorPlace): BerthError {
  if (BerthError.is(cause)) return cause
  const all = flat(cause)
  const numbered = all.filter(({ number }) => typeof number === 'number')
  const telling = numbered.find(({ number }) => codeOf(Number(number)) !== undefined) ?? numbered[0]
  if (telling !== undefined) {
    const fatal = Number(telling.class) >= fatalSeverity
    const code = codeOf(Number(telling.number)) ?? (fatal ? 'CONNECTION_LOST' : 'QUERY_FAILED')
    return new BerthError(code, { nativeCode: String(telling.number), ...details(code, '', place) }, { cause })
  }
  const names = all.flatMap(({ code }) => (typeof code === 'string' ? [code] : []))
  // The last is the one beneath: of the operating system rather than of the driver.
  const nativeCode = names.findLast((name) => name in driverCodes || certificateCodes.test(name)) ?? names[0]
  const code = nativeCode === undefined ? 'PROTOCOL_ERROR' : driverCode(nativeCode)
  return new BerthError(
    code,
    { nativeCode: nativeCode ?? 'tedious', ...details(code, nativeCode ?? '', place) },
    { cause },
  )
}

function driverCode(name: string): ErrorCode {
  return driverCodes[name] ?? (certificateCodes.test(name) ? 'OPTION_INVALID' : 'PROTOCOL_ERROR')
}

function codeOf(number: number): ErrorCode | undefined {
  return codes.get(number) ?? (number >= firstOwnNumber ? 'CONSTRAINT_VIOLATED' : undefined)
}

/** The error, those it is made of, and what caused them. */
function flat(error: unknown): NativeError[] {
  if (typeof error !== 'object' || error === null) return []
  const native: NativeError = error
  return [native, ...(native.errors ?? []).flatMap(flat), ...flat(native.cause)]
}

function details(code: ErrorCode, native: string, place: ErrorPlace): ErrorDetails {
  if (code !== 'OPTION_INVALID') return { call: place.call, ...errorDetails(code, place) }
  const old = native === 'EPROTO' || native.startsWith('ERR_SSL')
  const option = native === 'EENCRYPT' ? 'tls' : old ? 'oldTls' : 'caFile'
  return { connector: 'mssql', option, problem: native }
}
