import { BerthError } from '@berth/core'

/** How much a grant may be used. Counted by the agent, each for itself; a day is one of UTC+8. */
export interface GrantLimits {
  readonly requestsPerMinute?: number
  readonly requestsPerDay?: number
  readonly rowsPerDay?: number
}

/**
 * The rows that a grant covers: for each item the values that it may have, in canonical form as text. A value that begins
 * with `$` names a claim of the signed request instead, which has to be there: `$division`.
 */
export type RowScope = Readonly<Record<string, readonly string[]>>

const limitNames = ['requestsPerMinute', 'requestsPerDay', 'rowsPerDay'] as const
const mostItems = 5
const mostValues = 32

/** Reads limits and scope of a token. What is not understood is refused, for it was meant to narrow. Throws `GRANT_INVALID`. */
export function readConditions(claims: Readonly<Record<string, unknown>>): {
  readonly limits?: GrantLimits
  readonly scope?: RowScope
} {
  const { limits, scope } = claims
  if (limits !== undefined && !isGrantLimits(limits)) throw new BerthError('GRANT_INVALID', { problem: 'limits' })
  if (scope !== undefined && !isRowScope(scope)) throw new BerthError('GRANT_INVALID', { problem: 'scope' })
  return { ...(limits === undefined ? {} : { limits }), ...(scope === undefined ? {} : { scope }) }
}

/** Whether these are limits: at least one, each a whole number from 1. */
export function isGrantLimits(value: unknown): value is GrantLimits {
  if (!isRecord(value)) return false
  const entries = Object.entries(value)
  return (
    entries.length > 0 &&
    entries.every(
      ([name, limit]) =>
        (limitNames as readonly string[]).includes(name) && Number.isSafeInteger(limit) && Number(limit) >= 1,
    )
  )
}

/** Whether this is a row scope: at least one item, each with at least one value. */
export function isRowScope(value: unknown): value is RowScope {
  if (!isRecord(value)) return false
  const lists = Object.values(value)
  return lists.length > 0 && lists.length <= mostItems && lists.every(isValueList)
}

/**
 * The values that a scope allows for one request: the claims that it names in their places. Throws `GRANT_SCOPE_EXCEEDED`
 * where the request does not carry such a claim.
 */
export function boundScope(scope: RowScope, claims: Readonly<Record<string, string>>): RowScope {
  const bound = Object.entries(scope).map(([item, values]) => {
    const own = values.map((value) => {
      if (!value.startsWith('$')) return value
      const name = value.slice(1)
      const claim = Object.hasOwn(claims, name) ? claims[name] : undefined
      if (claim === undefined || claim === '') throw new BerthError('GRANT_SCOPE_EXCEEDED', { parameter: value })
      return claim
    })
    return [item, own] as const
  })
  return Object.fromEntries(bound)
}

function isValueList(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 1 || value.length > mostValues) return false
  return value.every((each) => typeof each === 'string' && each !== '' && each !== '$' && each.length <= 200)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
