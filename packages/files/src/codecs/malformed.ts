import { BerthError, characterCount, type ErrorDetails, type FileProblem } from '@berth/core'

/** The formats by the names that messages use. */
export type FormatName = 'CSV' | 'DBF' | 'Excel' | 'gzip' | 'xls' | 'xlsx' | 'XML' | 'zip'

/** `FILE_MALFORMED`: no single record is at fault. `details` fill the words of the problem and tell its place. */
export function fileMalformed(
  file: string,
  format: FormatName,
  problem: FileProblem,
  details: ErrorDetails = {},
  cause?: unknown,
): BerthError {
  return new BerthError('FILE_MALFORMED', { file, format, problem, ...details }, cause === undefined ? {} : { cause })
}

/** `RECORD_MALFORMED`, which costs one record. */
export function recordMalformed(problem: FileProblem, details: ErrorDetails): BerthError {
  return new BerthError('RECORD_MALFORMED', { problem, ...details })
}

/** `FILE_CONTENT_REFUSED`, for what could do harm. */
export function contentRefused(file: string, problem: FileProblem, details: ErrorDetails = {}): BerthError {
  return new BerthError('FILE_CONTENT_REFUSED', { file, problem, ...details })
}

/** `FILE_FORMAT_UNSUPPORTED`. */
export function formatUnsupported(file: string, feature: FileProblem, details: ErrorDetails = {}): BerthError {
  return new BerthError('FILE_FORMAT_UNSUPPORTED', { file, feature, ...details })
}

/** `FIELD_UNKNOWN`, which costs one record. `path`: the names that lead to it, as they stand in the record. */
export function fieldUnknown(path: readonly string[], details: ErrorDetails): BerthError {
  return new BerthError('FIELD_UNKNOWN', { field: path.map(toldName).join('/') || '.', ...details })
}

/** What people who design a format call something: not whom a record is about. */
const fieldName = /^@?[A-Za-z_][\w.:-]{0,63}$/
/** More than these may be the number of somebody. */
const mostDigits = 3

/** A name, or how many characters it has, in angle brackets: objects keyed by person have a name or a number there (SEC-2). */
function toldName(name: string): string {
  return fieldName.test(name) && name.replace(/\D/g, '').length <= mostDigits ? name : `<${characterCount(name)}>`
}
