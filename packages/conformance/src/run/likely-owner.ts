import { BerthError, type FaultOrigin } from '@berth/core'
import type { Role } from '../requirements/requirement.ts'
import { ConformanceFailure } from './expect.ts'
import type { Owner } from './owner.ts'

const byRole: Readonly<Record<Role, Owner>> = { connector: 'connector', docking: 'department', platform: 'platform' }

const byOrigin: Readonly<Record<FaultOrigin, Owner | undefined>> = {
  configuration: 'department',
  'department-system': 'system',
  network: 'network',
  gateway: 'gateway',
  'platform-rule': 'platform',
  'remote-department': 'remote-department',
  data: 'department',
  // Who called is the kit, and what it calls is what is tried: whose that is, the role says.
  caller: undefined,
  kit: undefined,
}

/**
 * Who has most likely to put right what a case threw. An error that nobody expected tells its origin; of everything else the case
 * knows who answers for it, else the role does.
 */
export function likelyOwner(role: Role, error: unknown, ofCase?: Owner): Owner {
  const origin = BerthError.is(error) ? byOrigin[error.origin] : undefined
  if (origin !== undefined) return origin
  if (error instanceof ConformanceFailure && error.owner !== undefined) return error.owner
  return ofCase ?? byRole[role]
}
