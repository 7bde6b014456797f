import { BerthError, type Grade } from '@berth/core'
import { type GrantLimits, issueRevocations, type RowScope } from '@berth/trust'
import { gradeOf } from '../enrolment/parties.ts'
import type { PlatformContext } from '../platform-context.ts'

/** A grant as the platform keeps it. Times are `instant` values. */
export interface StoredGrant {
  readonly id: string
  readonly consumer: string
  /** `<system>/<resource or operation>` */
  readonly resource: string
  readonly items: readonly string[]
  readonly clearance: Grade
  /** The categories that may be seen. Absent: `personal` alone. */
  readonly categories?: readonly string[]
  readonly purpose: string
  readonly basis?: string
  /** The rows it covers. Absent: all. */
  readonly scope?: RowScope
  /** Absent: as often as one likes. */
  readonly limits?: GrantLimits
  readonly issuedAt: string
  readonly expiresAt: string
  /** Absent while it holds. */
  readonly revokedAt?: string
}

interface GrantRow {
  readonly id: string
  readonly consumer: string
  readonly resource: string
  readonly items: readonly string[]
  readonly clearance: string
  readonly categories: readonly string[] | null
  readonly purpose: string
  readonly basis: string | null
  readonly scope: RowScope | null
  readonly limits: GrantLimits | null
  readonly issued_at: Date
  readonly expires_at: Date
  readonly revoked_at: Date | null
  readonly token: string
}

/** All grants, or those for resources and operations of one system, the newest first. */
export async function listGrants(context: PlatformContext, system?: string): Promise<StoredGrant[]> {
  const rows = await context.store.query<GrantRow>(
    `select * from grants where $1::text is null or split_part(resource, '/', 1) = $1
      order by issued_at desc, id limit $2`,
    [system ?? null, system === undefined ? 1000 : 10_000],
  )
  return rows.map(grantOf)
}

/** Revokes a grant: it is not forwarded from now on (SEC-6). Errors: `GRANT_INVALID` when there is none of that id. */
export async function revokeGrant(context: PlatformContext, id: string): Promise<StoredGrant> {
  const [row] = await context.store.query<GrantRow>(
    'update grants set revoked_at = coalesce(revoked_at, $2) where id = $1 returning *',
    [id, new Date(context.now())],
  )
  if (row === undefined) throw new BerthError('GRANT_INVALID', { problem: 'unknown' })
  return grantOf(row)
}

/** The grants of a system that were revoked and have not expired, as a list signed now (SEC-6). */
export async function revocationsFor(context: PlatformContext, system: string): Promise<string> {
  const now = context.now()
  const rows = await context.store.query<{ readonly id: string }>(
    `select id from grants where split_part(resource, '/', 1) = $1 and revoked_at is not null and expires_at > $2
      order by id`,
    [system, new Date(now)],
  )
  return issueRevocations(
    context.key,
    system,
    rows.map(({ id }) => id),
    now,
  )
}

/**
 * The grant that a consumer asks under, the one that holds longest, and its token.
 *
 * Errors say why there is none: `GRANT_MISSING`, `PURPOSE_MISMATCH`, `GRANT_INVALID` (revoked, or above the clearance
 * that the consumer has by now), `GRANT_EXPIRED`.
 */
export async function grantFor(
  context: PlatformContext,
  consumer: string,
  resource: string,
  purpose: string,
): Promise<{ grant: StoredGrant; token: string }> {
  const rows = await context.store.query<GrantRow & { readonly highest: string | null }>(
    `select g.*, p.clearance as highest from grants g join parties p on p.id = g.consumer
      where g.consumer = $1 and g.resource = $2
      order by (g.purpose = $3) desc, (g.revoked_at is null) desc, coalesce(g.clearance <= p.clearance, false) desc,
      g.expires_at desc limit 1`,
    [consumer, resource, purpose],
  )
  const [row] = rows
  if (row === undefined) throw new BerthError('GRANT_MISSING')
  if (row.purpose !== purpose) throw new BerthError('PURPOSE_MISMATCH', { purpose })
  if (row.revoked_at !== null) throw new BerthError('GRANT_INVALID', { problem: 'revoked' })
  const grant = grantOf(row)
  if (row.expires_at.getTime() <= context.now()) throw new BerthError('GRANT_EXPIRED', { expiredAt: grant.expiresAt })
  if (grant.clearance > (gradeOf(row.highest) ?? 0)) throw new BerthError('GRANT_INVALID', { problem: 'clearance' })
  return { grant, token: row.token }
}

function grantOf(row: GrantRow): StoredGrant {
  const clearance = gradeOf(row.clearance)
  if (clearance === undefined) throw new BerthError('INTERNAL', { subject: `clearance of grant ${row.id}` })
  return {
    id: row.id,
    consumer: row.consumer,
    resource: row.resource,
    items: row.items,
    clearance,
    ...(row.categories === null ? {} : { categories: row.categories }),
    purpose: row.purpose,
    ...(row.basis === null ? {} : { basis: row.basis }),
    ...(row.scope === null ? {} : { scope: row.scope }),
    ...(row.limits === null ? {} : { limits: row.limits }),
    issuedAt: row.issued_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at.toISOString() }),
  }
}
