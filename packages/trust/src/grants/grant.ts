import type { Grade } from '@berth/core'
import type { GrantLimits, RowScope } from './grant-conditions.ts'

/**
 * The right of one consumer to items of one resource, for one purpose, until a day. Times are milliseconds since 1970,
 * whole seconds in the token.
 */
export interface Grant {
  readonly id: string
  /** The platform that gave it. */
  readonly issuer: string
  readonly consumer: string
  readonly system: string
  /** `<system>/<resource or operation>` */
  readonly resource: string
  /** Ids of the items that may be seen; for an operation, of its input. */
  readonly items: readonly string[]
  /** The highest grade that may be seen. */
  readonly clearance: Grade
  /** The categories that may be seen. Absent: those of a clearance that names none, `categoriesOfGradeAlone`. */
  readonly categories?: readonly string[]
  readonly purpose: string
  /** The legal basis or agreement. */
  readonly basis?: string
  /** Absent: every row that the questions lead to. */
  readonly scope?: RowScope
  /** Absent: as often as one likes. */
  readonly limits?: GrantLimits
  readonly issuedAt: number
  readonly notBefore: number
  readonly expiresAt: number
}

/** The `typ` of a grant's header. */
export const grantType = 'berth-grant+jwt'
