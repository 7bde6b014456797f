import type { Capabilities } from '@berth/core'
import { maxFileLookupKeys } from '../session/lookup.ts'

/** What a connector to files can do: it is the same wherever the files are. */
export const fileCapabilities: Capabilities = {
  describe: { comments: true },
  lookup: { maxKeys: maxFileLookupKeys },
  scan: { resume: true, staged: true },
  changes: { column: true, log: true, acknowledge: true, deletes: true },
  files: { put: true, batches: true },
  text: { charsetPerColumn: true },
}
