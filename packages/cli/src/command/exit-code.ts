import type { ErrorCode, FaultOrigin } from '@berth/core'
import { BerthError } from '@berth/core'

/** What the process ends with. The numbers are part of the command's contract: docs/cli.md lists them. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 70

/** Whose it is, as an exit code. */
export const exitCodes: Readonly<Record<FaultOrigin, ExitCode>> = {
  caller: 2,
  configuration: 3,
  network: 4,
  gateway: 4,
  'department-system': 5,
  data: 6,
  'platform-rule': 7,
  'remote-department': 7,
  kit: 70,
}

/** Where the command can simply be run again and goes on. */
const resumable: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ABORTED', 'STOPPING'])

/** The exit code of a failure. Anything that is not a `BerthError` is a fault of this software. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!BerthError.is(error)) return 70
  return resumable.has(error.code) ? 8 : exitCodes[error.origin]
}
