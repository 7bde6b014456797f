import { BerthError } from '@berth/core'
import { type RevocationList, readRevocations } from '@berth/trust'
import { ConformanceFailure, expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused, expectSuccess } from '../answers.ts'
import type { PlatformCase, PlatformCaseContext } from '../case.ts'
import type { KitParty } from '../party.ts'

const path = '/api/revocations'

/** The list of a system, verified as its agent does. */
async function listOf(context: PlatformCaseContext, system: KitParty): Promise<RevocationList> {
  const { token } = expectSuccess(await system.send('GET', path, ''), 'the revocation list of a system')
  expectThat(typeof token === 'string', 'the answer of a revocation list has no text as "token"')
  try {
    return await readRevocations(String(token), await context.keys(), system.id)
  } catch (error) {
    if (!BerthError.is(error)) throw error
    throw new ConformanceFailure(`an agent would refuse the revocation list of its system: ${error.text('en')}`)
  }
}

/** The grants that were taken back, as agents learn of them. */
export const revocationCases: readonly PlatformCase[] = [
  {
    id: 'revocations/listed',
    clause: 'PLT-21',
    run: async (context) => {
      const [docked, consumer] = [await context.docked(), await context.consumer()]
      const [kept, taken] = [await context.grant(docked, consumer), await context.grant(docked, consumer)]
      const before = await listOf(context, docked.system)
      expectEqual(
        [before.revoked.has(kept.id), before.revoked.has(taken.id)],
        [false, false],
        'whether two grants that hold are in the revocation list',
      )
      await context.administrator.revokeGrant(taken.id)
      const after = await listOf(context, docked.system)
      expectEqual(
        [after.revoked.has(kept.id), after.revoked.has(taken.id)],
        [false, true],
        'whether a grant that holds, and one that was revoked just now, are in the revocation list',
      )
      const ageMs = Math.abs(after.issuedAt - context.now())
      expectThat(ageMs < 60_000, `a revocation list that was asked for just now is ${Math.round(ageMs / 1000)} s off`)
    },
  },
  {
    id: 'revocations/own-only',
    clause: 'PLT-21',
    run: async (context) => {
      const [docked, consumer] = [await context.docked(), await context.consumer()]
      const { id } = await context.grant(docked, consumer)
      await context.administrator.revokeGrant(id)
      expectThat((await listOf(context, docked.system)).revoked.has(id), 'a grant that was revoked is not in the list')
      const other = await context.enrol('system')
      expectEqual([...(await listOf(context, other)).revoked], [], 'what was revoked of a system that nobody may ask')
      expectRefused(await consumer.send('GET', path, ''), ['SYSTEM_UNKNOWN'], 'a consumer that asks for revocations')
      expectRefused(await context.send({ path }), ['SIGNATURE_MISSING'], 'a stranger who asks for revocations')
    },
  },
]
