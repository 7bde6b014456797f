import type { BerthError } from '@berth/core'
import type { Owner } from './owner-of.ts'

/** What the doctor looks at. */
export type Examination =
  | 'node'
  | 'timezone'
  | 'folder'
  | 'disk'
  | 'manifest'
  | 'permissions'
  | 'state'
  | 'replica'
  | 'queue'
  | 'receipts'
  | 'connector'
  | 'driver'
  | 'options'
  | 'name'
  | 'port'
  | 'tls'
  | 'login'
  | 'charset'
  | 'clock'
  | 'rights'
  | 'writing'
  | 'platform'

/** What came of one examination. */
export interface Diagnosis {
  readonly examination: Examination
  /** The connection or folder it is about. */
  readonly subject?: string
  /** `skipped`: something it needs is not there, as an earlier line says. */
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped'
  /** What was found, for people. */
  readonly fact?: string
  /** With `warning` and `failed`: what is wrong, whose it is, what to do. */
  readonly error?: BerthError
  /** With an error: whom to turn to. */
  readonly owner?: Owner
}
