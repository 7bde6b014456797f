import { readFileSync } from 'node:fs'
import { BerthError } from '@berth/core'

/** The PEM text of the option `caFile`; undefined when it is not given. Throws `OPTION_INVALID` when it cannot be read. */
export function readCertificates(connector: string, caFile: string | undefined): string | undefined {
  if (caFile === undefined) return undefined
  try {
    return readFileSync(caFile, 'utf8')
  } catch (cause) {
    throw new BerthError('OPTION_INVALID', { connector, option: 'caFile', problem: 'it cannot be read' }, { cause })
  }
}
