import type { Grade } from '@berth/core'

/** What of a grant tells whom a change concerns; the platform's list of grants has it. */
export interface GrantFacts {
  readonly id: string
  readonly consumer: string
  /** `<system>/<resource or operation>` */
  readonly resource: string
  readonly items: readonly string[]
  readonly clearance: Grade
  readonly purpose: string
}
