import type { LocalizedText } from '../contract/value.ts'

/**
 * What a caller does about a failure. `retry`: the same call may succeed later. `fail`: it will not, something has to
 * be changed first. `skip`: one row or item is at fault, the others are not. `unknown-outcome`: a write may or may not
 * have happened; ask the system before writing again.
 */
export type ErrorAction = 'retry' | 'fail' | 'skip' | 'unknown-outcome'

/** Whose it is to put right (ERR-1). */
export type FaultOrigin =
  | 'configuration'
  | 'department-system'
  | 'network'
  | 'gateway'
  | 'platform-rule'
  | 'remote-department'
  | 'caller'
  | 'data'
  | 'kit'

/**
 * One error code. `message` and `next` are templates over the error's details: `{column}` is replaced by
 * `details.column`. The codes are frozen within a major version of the contract; the words are not.
 */
export interface ErrorDefinition {
  readonly action: ErrorAction
  readonly origin: FaultOrigin
  /** The HTTP status of a problem answer with this code. */
  readonly status: number
  readonly message: Required<LocalizedText>
  readonly next: Required<LocalizedText>
}
