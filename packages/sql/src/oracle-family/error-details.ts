import type { ErrorCode, ErrorDetails } from '@berth/core'

/** Where an error came up, for its details. */
export interface ErrorPlace {
  readonly call: string
  readonly host: string
  readonly port: number
  readonly database: string
  readonly timeoutMs: number
}

/** What a native message names: never its values. */
export interface NamedInMessage {
  readonly column?: string | undefined
  readonly length?: string | undefined
  readonly maxLength?: string | undefined
}

/** The details that the texts of a code ask for. */
export function errorDetails(code: ErrorCode, place: ErrorPlace, named: NamedInMessage): ErrorDetails {
  const { call, host, port, database, timeoutMs } = place
  const { column = '-', length = '-', maxLength = '-' } = named
  switch (code) {
    case 'HOST_UNKNOWN':
    case 'CONNECT_REFUSED':
    case 'CONNECT_TIMEOUT':
    case 'CALL_TIMEOUT':
      return { host, port, timeoutMs }
    case 'DATABASE_MISSING':
      return { database }
    case 'PERMISSION_DENIED':
      return { subject: call }
    case 'DATASET_UNKNOWN':
      return { dataset: '-' }
    case 'COLUMN_UNKNOWN':
      return { dataset: '-', column }
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

/** Codes of the operating system that a native message may hold. */
export const socketCodes: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'HOST_UNKNOWN',
  EAI_AGAIN: 'HOST_UNKNOWN',
  ECONNREFUSED: 'CONNECT_REFUSED',
  ETIMEDOUT: 'CONNECT_TIMEOUT',
  EHOSTUNREACH: 'CONNECT_TIMEOUT',
  ENETUNREACH: 'CONNECT_TIMEOUT',
  ECONNRESET: 'CONNECTION_LOST',
  EPIPE: 'CONNECTION_LOST',
}
