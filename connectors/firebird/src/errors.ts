import { BerthError, type ErrorCode, type ErrorDetails, socketCodes } from '@berth/core'
import { type ErrorPlace, errorDetails } from '@berth/sql'
import type { StatusItem } from './driver.ts'

/** Firebird's codes (`iberror.h`) and what they mean here. The first code of a status that stands here counts. */
export const codes: Readonly<Record<number, ErrorCode>> = {
  335544323: 'DATABASE_MISSING', // bad_db_format
  335544334: 'VALUE_INVALID', // convert_error
  335544336: 'SYSTEM_BUSY', // deadlock
  335544345: 'SYSTEM_BUSY', // lock_conflict
  335544347: 'CONSTRAINT_VIOLATED', // not_valid
  335544349: 'CONSTRAINT_VIOLATED', // no_dup
  335544352: 'PERMISSION_DENIED', // no_priv
  335544361: 'PERMISSION_DENIED', // read_only_trans
  335544375: 'DATABASE_MISSING', // unavailable
  335544421: 'SYSTEM_UNAVAILABLE', // connect_reject
  335544451: 'SYSTEM_BUSY', // update_conflict
  335544453: 'SYSTEM_BUSY', // obj_in_use
  335544466: 'CONSTRAINT_VIOLATED', // foreign_key
  335544472: 'AUTH_FAILED', // login
  335544506: 'SYSTEM_UNAVAILABLE', // shutinprog
  335544510: 'SYSTEM_BUSY', // lock_timeout
  335544517: 'CONSTRAINT_VIOLATED', // except: raised by a trigger of the department
  335544528: 'SYSTEM_UNAVAILABLE', // shutdown
  335544558: 'CONSTRAINT_VIOLATED', // check_constraint
  335544565: 'TEXT_UNENCODABLE', // transliteration_failed
  335544578: 'COLUMN_UNKNOWN', // dsql_field_err
  335544580: 'DATASET_UNKNOWN', // dsql_relation_err
  335544665: 'CONSTRAINT_VIOLATED', // unique_key_violation
  335544721: 'CONNECTION_LOST', // network_error
  335544726: 'CONNECTION_LOST', // net_read_err
  335544727: 'CONNECTION_LOST', // net_write_err
  335544734: 'DATABASE_MISSING', // io_open_err
  335544737: 'SYSTEM_DISK_FULL', // io_write_err
  335544739: 'DATABASE_MISSING', // io_access_err
  335544744: 'SYSTEM_BUSY', // max_att_exceeded
  335544765: 'PERMISSION_DENIED', // read_only_database
  335544793: 'OPTION_INVALID', // ddl_not_allowed_by_db_sql_dial
  335544794: 'ABORTED', // cancelled
  335544838: 'CONSTRAINT_VIOLATED', // foreign_key_target_doesnt_exist
  335544839: 'CONSTRAINT_VIOLATED', // foreign_key_references_present
  335544849: 'TEXT_UNENCODABLE', // malformed_string
  335544856: 'CONNECTION_LOST', // att_shutdown
  335544879: 'CONSTRAINT_VIOLATED', // not_valid_for_var
  335544914: 'VALUE_TOO_LONG', // string_truncation
  335544916: 'VALUE_INVALID', // numeric_out_of_range
  335545064: 'OPTION_INVALID', // wirecrypt_incompatible
  335545065: 'OPTION_INVALID', // miss_wirecrypt: no plugin or no key that both sides have
  335545094: 'PERMISSION_DENIED', // no_priv_ddl
}

/** General codes, asked only when none of the others is in the status. */
const generalCodes: Readonly<Record<number, ErrorCode>> = {
  335544321: 'VALUE_INVALID', // arith_except
  335544344: 'DATABASE_MISSING', // io_error
}

interface NativeError {
  readonly code?: unknown
  readonly gdscode?: unknown
  readonly gdsparams?: StatusItem['params']
  readonly status?: readonly StatusItem[]
}

/** The error of the catalogue for one of the driver's. Nothing of its message is kept but as cause. */
export function firebirdError(cause: unknown, place: ErrorPlace): BerthError {
  if (BerthError.is(cause)) return cause
  const native = (typeof cause === 'object' && cause !== null ? cause : {}) as NativeError
  const status = statusOf(native)
  const [code, item] = classify(native, status, place.call)
  const nativeCode = status[0]?.gdscode ?? (typeof native.code === 'string' ? native.code : 'unknown')
  return new BerthError(code, { nativeCode, call: place.call, ...details(code, item, place) }, { cause })
}

function statusOf(native: NativeError): readonly StatusItem[] {
  if (native.status !== undefined) return native.status
  if (typeof native.gdscode !== 'number') return []
  return [{ gdscode: native.gdscode, ...(native.gdsparams === undefined ? {} : { params: native.gdsparams }) }]
}

function classify(
  native: NativeError,
  status: readonly StatusItem[],
  call: string,
): [ErrorCode, StatusItem | undefined] {
  for (const table of [codes, generalCodes]) {
    for (const item of status) {
      const code = table[item.gdscode]
      if (code === undefined) continue
      return [code === 'TEXT_UNENCODABLE' && call === 'read' ? 'TEXT_UNDECODABLE' : code, item]
    }
  }
  const socketCode = typeof native.code === 'string' ? socketCodes[native.code] : undefined
  return [socketCode ?? 'QUERY_FAILED', undefined]
}

/** Names that a status carries: never its values. */
function details(code: ErrorCode, item: StatusItem | undefined, place: ErrorPlace): ErrorDetails {
  const names = (item?.params ?? []).map(String)
  switch (code) {
    case 'PERMISSION_DENIED':
      return errorDetails(code, place, names.length === 0 ? {} : { subject: names.join(' ') })
    case 'OPTION_INVALID':
      return item?.gdscode === 335544793
        ? { connector: 'firebird', option: 'dialect', problem: 'the database is of dialect 1' }
        : { connector: 'firebird', option: 'wireCrypt', problem: 'server or authentication encrypts otherwise' }
    case 'DATASET_UNKNOWN':
      return errorDetails(code, place, { dataset: names[0] })
    case 'COLUMN_UNKNOWN':
      return errorDetails(code, place, { column: names[0] })
    case 'CONSTRAINT_VIOLATED': {
      // not_valid names "TABLE"."COLUMN" and then the value, which stays behind.
      const column = item?.gdscode === 335544347 ? /"([^"]+)"$/.exec(names[0] ?? '')?.[1] : undefined
      return column === undefined ? {} : { column }
    }
    default:
      return errorDetails(code, place)
  }
}
