import { stripVTControlCharacters } from 'node:util'
import { BerthError, type ErrorDetails } from '@berth/core'
import { Errors } from '@oclif/core'

/** What oclif's parser says of a command line in fields of its own. */
interface ParserComplaint {
  readonly flags?: readonly string[]
  readonly args?: readonly (string | { readonly name: string })[]
}

/** Any failure as a coded one: a wrong command line is `PARAMETER_` something, all that is unknown is `INTERNAL`. */
export function asBerthError(error: unknown): BerthError {
  if (BerthError.is(error)) return error
  if (!(error instanceof Errors.CLIError)) {
    return new BerthError('INTERNAL', { subject: error instanceof Error ? error.name : typeof error }, { cause: error })
  }
  const complaint = error as ParserComplaint
  switch (error.constructor.name) {
    case 'NonExistentFlagsError':
      return new BerthError('PARAMETER_UNKNOWN', { parameter: (complaint.flags ?? []).join(' ') })
    case 'UnexpectedArgsError':
      return new BerthError('PARAMETER_UNKNOWN', { parameter: names(complaint) })
    case 'RequiredArgsError':
      return new BerthError('PARAMETER_MISSING', { parameter: names(complaint) })
    default:
      return new BerthError('PARAMETER_INVALID', invalidDetails(complaintOf(error.message)))
  }
}

/** What oclif says in English only and in no field of its own, and what it is called here. */
const complaints: readonly (readonly [RegExp, (found: readonly string[]) => ErrorDetails])[] = [
  [/^Flag (--[\w-]+) expects a value$/, ([, parameter = '']) => ({ parameter, problem: 'value-absent' })],
  [
    /^Expected (?:(--[\w-]+)=)?.* to be one of: (.+)$/,
    ([, parameter = '-', choices = '']) => ({ parameter, problem: 'option-choice', choices }),
  ],
  [
    /^All of the following must be provided when using (--[\w-]+): (.+)$/,
    ([, parameter = '', others = '']) => ({ parameter, problem: 'value-alone', others }),
  ],
  [
    /^(--[\w-]+)(?:=.*)? cannot also be provided when using (--[\w-]+)/,
    ([, parameter = '', others = '']) => ({ parameter, problem: 'value-beside', others }),
  ],
]

function invalidDetails(complaint: string): ErrorDetails {
  for (const [pattern, details] of complaints) {
    const found = pattern.exec(complaint)
    if (found !== null) return details(found)
  }
  return { parameter: '-', problem: complaint }
}

/** A heading with a list below it says nothing in its first line. */
function complaintOf(message: string): string {
  const [heading = '', ...list] = stripVTControlCharacters(message)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'See more help with --help')
  return heading.endsWith(':') ? list.join('; ') : heading
}

function names(complaint: ParserComplaint): string {
  return (complaint.args ?? []).map((arg) => (typeof arg === 'string' ? arg : arg.name.toUpperCase())).join(' ')
}
