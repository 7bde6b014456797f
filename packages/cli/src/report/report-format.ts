import { extname } from 'node:path'
import { BerthError } from '@berth/core'

/** The forms that a report is written in, by the ending of the file. */
export const reportEndings = {
  '.json': 'json',
  '.html': 'html',
  '.xml': 'junit',
  '.sarif': 'sarif',
  '.svg': 'badge',
} as const

export type ReportFormat = (typeof reportEndings)[keyof typeof reportEndings]

/** The form that the name of a file asks for. Throws `PARAMETER_INVALID` where it asks for none. */
export function formatOf(file: string, parameter = '--report'): ReportFormat {
  const ending = extname(file).toLowerCase()
  const found = Object.entries(reportEndings).find(([known]) => known === ending)?.[1]
  if (found === undefined) {
    throw new BerthError('PARAMETER_INVALID', { parameter, problem: Object.keys(reportEndings).join(' | ') })
  }
  return found
}
