import { BerthError, type Grade, grades } from '@berth/core'

/** A grant as the platform's list of grants tells it. */
export interface KnownGrant {
  readonly id: string
  readonly consumer: string
  /** `<system>/<resource or operation>` */
  readonly resource: string
  readonly items: readonly string[]
  readonly clearance: Grade
  readonly purpose: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  readonly revoked: boolean
}

/**
 * Reads a list of grants, `{ grants: [...] }` as `GET /api/admin/grants` answers it. Throws `GRANT_INVALID`, which
 * names the member that is not as it should be.
 */
export function knownGrants(answer: unknown): readonly KnownGrant[] {
  const { grants } = membersOf(answer, 'grants')
  if (!Array.isArray(grants)) throw invalid('grants')
  return grants.map((grant: unknown) => knownGrant(membersOf(grant, 'grants')))
}

function knownGrant(grant: Readonly<Record<string, unknown>>): KnownGrant {
  const { items, clearance, expiresAt, revokedAt } = grant
  if (!Array.isArray(items) || !items.every((item) => typeof item === 'string')) throw invalid('items')
  const grade = grades.find((each) => each === clearance)
  if (grade === undefined) throw invalid('clearance')
  const expires = typeof expiresAt === 'string' ? Date.parse(expiresAt) : Number.NaN
  if (Number.isNaN(expires)) throw invalid('expiresAt')
  return {
    id: textOf(grant, 'id'),
    consumer: textOf(grant, 'consumer'),
    resource: textOf(grant, 'resource'),
    items,
    clearance: grade,
    purpose: textOf(grant, 'purpose'),
    expiresAt: expires,
    revoked: revokedAt !== undefined && revokedAt !== null,
  }
}

function membersOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(name)
  return value as Readonly<Record<string, unknown>>
}

function textOf(grant: Readonly<Record<string, unknown>>, member: string): string {
  const value = grant[member]
  if (typeof value !== 'string' || value === '') throw invalid(member)
  return value
}

function invalid(problem: string): BerthError {
  return new BerthError('GRANT_INVALID', { problem })
}
