import type { BerthError } from '@berth/core'

/** What the doctor looks at. */
export type Examination =
  | 'node'
  | 'folder'
  | 'disk'
  | 'manifest'
  | 'state'
  | 'replica'
  | 'queue'
  | 'receipts'
  | 'connector'
  | 'options'
  | 'name'
  | 'port'
  | 'login'
  | 'charset'
  | 'clock'
  | 'rights'
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
}
