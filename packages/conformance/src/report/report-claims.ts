import { connectorCases } from '../connector/cases/all.ts'
import { dockingCases } from '../docking/cases/all.ts'
import { platformCases } from '../platform/cases/all.ts'
import type { Role } from '../requirements/requirement.ts'
import { countOutcomes } from '../run/result.ts'
import type { RoleCase } from '../run/role-case.ts'
import { isDay, isWithinReach, levelOf, reachedBy } from '../run/run-cases.ts'
import type { ConformanceReport, ReportedCase } from './conformance-report.ts'
import { kit } from './make-report.ts'

const casesOf: Readonly<Record<Role, readonly Pick<RoleCase<never>, 'id' | 'clause' | 'level'>[]>> = {
  connector: connectorCases,
  docking: dockingCases,
  platform: platformCases,
}

/**
 * Whether what a report claims follows from its own results, whoever signed it: each case once, under the clause and level that it has, its
 * exemptions with a day, its counts, and the level. Where this very kit wrote it, a whole run has every case of its role.
 */
export function claimsHold({
  role,
  kit: by,
  startedAt,
  results,
  counts,
  complete,
  reached,
}: ConformanceReport): boolean {
  const known = new Map(casesOf[role].map((tried) => [tried.id, tried]))
  const asIs = results.map(({ case: id, clause, level, outcome }) => ({ id, clause, level, outcome }))
  const counted = countOutcomes(asIs)
  const asked = by.version === kit.version ? [...known.values(), ...asIs] : asIs
  return (
    new Set(asIs.map(({ id }) => id)).size === asIs.length &&
    asIs.every(({ id, clause, level }) => {
      const tried = known.get(id)
      return tried === undefined || (tried.clause === clause && levelOf(tried) === level)
    }) &&
    results.every((result) => exemptionHolds(result, Date.parse(startedAt))) &&
    (['passed', 'failed', 'not-applicable', 'exempted'] as const).every((name) => counts[name] === counted[name]) &&
    reached === (complete ? reachedBy(asked, asIs) : 'none')
  )
}

/** An exemption is of its own case, and somebody answers for it until a day not too far ahead; without one nothing is exempted. */
function exemptionHolds({ case: id, outcome, exemption }: ReportedCase, startedAt: number): boolean {
  if (exemption === undefined) return outcome !== 'exempted'
  const { reason, owner, expires } = exemption
  if (outcome !== 'exempted' || exemption.case !== id || reason === '' || owner === '') return false
  return isDay(expires) && isWithinReach(expires, startedAt)
}
