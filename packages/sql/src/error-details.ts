import type { ErrorCode, ErrorDetails } from '@berth/core'

/** Where an error came up, for its details. */
export interface ErrorPlace {
  readonly call: string
  readonly host: string
  /** Some drivers take the name of a service. */
  readonly port: number | string
  readonly database: string
  /** The bound that ran out, in milliseconds, if one does. Absent: the connector does not know it. */
  readonly timeoutMs?: number
}

/** What a native error names: never its values. */
export interface NamedInError {
  readonly dataset?: string | undefined
  readonly column?: string | undefined
  /** What the user may not do or touch. Absent: the call. */
  readonly subject?: string | undefined
  readonly length?: string | undefined
  readonly maxLength?: string | undefined
}

/** The details that the texts of a code ask for. What is not known is `-`. */
export function errorDetails(code: ErrorCode, place: ErrorPlace, named: NamedInError = {}): ErrorDetails {
  const { call, host, port, database, timeoutMs = '-' } = place
  const { dataset = '-', column = '-', subject = call, length = '-', maxLength = '-' } = named
  switch (code) {
    case 'HOST_UNKNOWN':
    case 'CONNECT_REFUSED':
    case 'CONNECT_TIMEOUT':
    case 'LOGIN_STALLED':
    case 'CALL_TIMEOUT':
      return { host, port, timeoutMs }
    case 'DATABASE_MISSING':
      return { database }
    case 'PERMISSION_DENIED':
      return { subject }
    case 'DATASET_UNKNOWN':
      return { dataset }
    case 'COLUMN_UNKNOWN':
      return { dataset, column }
    case 'PROCEDURE_UNKNOWN':
      return { procedure: '-' }
    case 'VALUE_MISSING':
      return { column }
    case 'VALUE_TOO_LONG':
      return { column, length, maxLength }
    case 'VALUE_INVALID':
      return { column, type: '-', length }
    case 'TEXT_UNDECODABLE':
    case 'TEXT_UNENCODABLE':
      return { column, offset: '-', charset: '-' }
    default:
      return {}
  }
}
