import { randomUUID } from 'node:crypto'
import { BerthError, type Grade, grades } from '@berth/core'
import { type GrantLimits, isGrantLimits, isRowScope, type RowScope, issueGrant as signGrant } from '@berth/trust'
import { type CatalogueEntry, catalogueEntry } from '../catalogue/catalogue-entry.ts'
import { findParty } from '../enrolment/parties.ts'
import { isIdentifier } from '../identifier.ts'
import type { PlatformContext } from '../platform-context.ts'

/** What the administrator grants. */
export interface GrantRequest {
  readonly consumer: string
  /** `<system>/<resource or operation>` */
  readonly resource: string
  /** Ids of items; for an operation, of its input. */
  readonly items: readonly string[]
  /** The highest grade that may be seen; never above the consumer's own. */
  readonly clearance: Grade
  /** The categories that may be seen. @default personal alone */
  readonly categories?: readonly string[]
  readonly purpose: string
  /** The legal basis or agreement. */
  readonly basis?: string
  /** The rows it covers: for each item its values, or `$name` of a claim in the request. @default all */
  readonly scope?: RowScope
  /** @default as often as one likes */
  readonly limits?: GrantLimits
  /** How long it holds. @default 180 */
  readonly days?: number
}

/** A grant as it was given out. */
export interface IssuedGrant {
  readonly id: string
  readonly token: string
}

/**
 * Gives a consumer the right to items of a published resource or operation, as a signed token, and keeps it.
 *
 * Errors: `CONSUMER_UNKNOWN`, `RESOURCE_UNKNOWN`, `NOTHING_GRANTED` (it is not shared), `PARAMETER_INVALID`.
 */
export async function issueGrant(context: PlatformContext, request: GrantRequest): Promise<IssuedGrant> {
  const { consumer, resource, items, clearance, categories, purpose, basis, scope, limits, days = 180 } = request
  const party = isIdentifier(consumer) ? await findParty(context.store, consumer) : undefined
  if (party?.kind !== 'consumer') throw new BerthError('CONSUMER_UNKNOWN', { consumer: String(consumer).slice(0, 128) })
  const [system, id, ...rest] = String(resource).split('/')
  const named = isIdentifier(system) && isIdentifier(id) && rest.length === 0
  const entry = named ? await catalogueEntry(context.store, system, id) : undefined
  if (!named || entry === undefined) {
    throw new BerthError('RESOURCE_UNKNOWN', { resource: String(resource).slice(0, 256) })
  }
  if (!isShared(entry)) throw new BerthError('NOTHING_GRANTED', { resource })
  requireItems(entry, items)
  if (grades.indexOf(clearance) < 0) throw invalid('clearance', grades.join(', '))
  const highest = party.clearance === undefined ? -1 : grades.indexOf(party.clearance)
  if (grades.indexOf(clearance) > highest) throw invalid('clearance', `> ${party.clearance ?? 0}`)
  if (categories !== undefined && !areCategories(categories)) throw invalid('categories', '0..50')
  if (!isText(purpose) || !admitsPurpose(entry, purpose)) throw invalid('purpose', purposesOf(entry).join(', '))
  if (basis !== undefined && !isText(basis)) throw invalid('basis', '1..500')
  requireConditions(entry, scope, limits)
  if (!Number.isInteger(days) || days < 1 || days > 1095) throw invalid('days', '1..1095')
  const now = context.now()
  const expiresAt = now + days * 86_400_000
  const grant = {
    id: randomUUID(),
    consumer,
    system,
    resource,
    items,
    clearance,
    ...(categories === undefined ? {} : { categories }),
    purpose,
    ...(basis === undefined ? {} : { basis }),
    ...(scope === undefined ? {} : { scope }),
    ...(limits === undefined ? {} : { limits }),
    issuedAt: now,
    notBefore: now,
    expiresAt,
  }
  const token = signGrant(context.key, grant)
  await context.store.query(
    `insert into grants (id, consumer, resource, items, clearance, purpose, basis, issued_at, expires_at, token,
      categories, scope, limits) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      grant.id,
      consumer,
      resource,
      JSON.stringify(items),
      String(clearance),
      purpose,
      basis ?? null,
      new Date(now),
      new Date(expiresAt),
      token,
      ...[categories, scope, limits].map((value) => (value === undefined ? null : JSON.stringify(value))),
    ],
  )
  return { id: grant.id, token }
}

/** Scope and limits as they come from outside. */
function requireConditions(entry: CatalogueEntry, scope: unknown, limits: unknown): void {
  if (limits !== undefined && !isGrantLimits(limits)) {
    throw invalid('limits', 'requestsPerMinute, requestsPerDay, rowsPerDay')
  }
  if (scope === undefined) return
  if (!isRowScope(scope)) throw invalid('scope', '{ item: [value, $claim] }')
  const items = entry.kind === 'resource' ? entry.document.items : entry.document.input
  const unknown = Object.keys(scope).find((id) => !items.some((item) => item.id === id))
  if (unknown !== undefined) throw invalid('scope', unknown.slice(0, 64))
}

/** Whether anything of it may be given at all. */
export function isShared(entry: CatalogueEntry): boolean {
  return entry.kind === 'operation' || entry.document.sharing.type !== 'none'
}

/** Whether it may be asked for this purpose: any, where it names none. */
export function admitsPurpose(entry: CatalogueEntry, purpose: string): boolean {
  const purposes = purposesOf(entry)
  return purposes.length === 0 || purposes.includes(purpose)
}

function purposesOf(entry: CatalogueEntry): readonly string[] {
  return entry.kind === 'resource' ? entry.document.sharing.purposes : entry.document.purposes
}

function requireItems(entry: CatalogueEntry, items: readonly string[]): void {
  const published = entry.kind === 'resource' ? entry.document.items : entry.document.input
  if (!Array.isArray(items) || items.length === 0 || new Set(items).size !== items.length) {
    throw invalid('items', '1..n')
  }
  const foreign = items.find((item) => !published.some(({ id }) => id === item))
  if (foreign !== undefined) throw invalid('items', String(foreign).slice(0, 64))
}

function areCategories(categories: unknown): boolean {
  return Array.isArray(categories) && categories.length <= 50 && categories.every((each) => isText(each))
}

function isText(text: unknown): text is string {
  return typeof text === 'string' && /^[^\p{Cc}]{1,500}$/u.test(text)
}

function invalid(parameter: string, problem: string): BerthError {
  return new BerthError('PARAMETER_INVALID', { parameter, problem })
}
