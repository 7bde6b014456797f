import { exportPrivateJwk, exportPublicJwk, generateKey, type SigningKey } from '@berth/trust'
import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused, expectSuccess, told } from '../answers.ts'
import type { PlatformCase, PlatformCaseContext } from '../case.ts'
import { bytesOf, kitParty } from '../party.ts'
import { kitPublication } from '../publication.ts'
import type { PlatformAnswer } from '../wire.ts'

const invalid = ['ENROLMENT_INVALID']

/** A code for a system that nobody enrolled yet, and how to use it. */
async function invited(context: PlatformCaseContext, hours?: number): Promise<Invited> {
  const id = context.freshName('system')
  const request = { kind: 'system', id, title: id, ...(hours === undefined ? {} : { hours }) }
  const code = await context.administrator.enrolmentCode(request)
  return {
    id,
    code,
    enrol: ({ key = generateKey(id), publicKey = exportPublicJwk(key), as = id, by = code } = {}) =>
      context.send({ method: 'POST', path: '/api/enrol', body: bytesOf({ code: by, id: as, publicKey }) }),
  }
}

interface Invited {
  readonly id: string
  readonly code: string
  readonly enrol: (how?: {
    readonly key?: SigningKey
    readonly publicKey?: unknown
    readonly as?: string
    readonly by?: string
  }) => Promise<PlatformAnswer>
}

/** Publishes nothing, to see whether a key is known. */
function speak({ line }: PlatformCaseContext, id: string, key: SigningKey): Promise<PlatformAnswer> {
  const party = kitParty({ id, kind: 'system', key }, line)
  return party.send('PUT', `/api/catalogue/${id}`, kitPublication(id, { resources: [], operations: [] }))
}

/** Codes and keys. */
export const enrolmentCases: readonly PlatformCase[] = [
  {
    id: 'enrolment/once',
    clause: 'PLT-2',
    run: async (context) => {
      const { id, enrol } = await invited(context)
      const key = generateKey(id)
      expectEqual(
        expectSuccess(await enrol({ key }), 'an enrolment'),
        { id, kind: 'system' },
        'what an enrolment answers',
      )
      expectRefused(await enrol(), invalid, 'a second enrolment with a code that was used')
      expectSuccess(await speak(context, id, key), 'a request signed with the key that was enrolled first')
    },
  },
  {
    id: 'enrolment/together',
    clause: 'PLT-2',
    run: async (context) => {
      const { enrol } = await invited(context)
      const answers = await Promise.all(Array.from({ length: 8 }, () => enrol()))
      const taken = answers.filter(({ status }) => status === 200).length
      expectEqual(taken, 1, 'of eight enrolments with one code at the same time, those that were taken')
    },
  },
  {
    id: 'enrolment/wrong-code',
    clause: 'PLT-2',
    run: async (context) => {
      const { id, code, enrol } = await invited(context)
      expectRefused(await enrol({ by: `${code}x` }), invalid, 'an enrolment with a guessed code')
      expectRefused(await enrol({ by: '' }), invalid, 'an enrolment with an empty code')
      const other = context.freshName('other')
      expectRefused(await enrol({ as: other }), invalid, "an enrolment with another party's code")
      expectRefused(await enrol({ as: `../${id}` }), invalid, 'an enrolment under an id that climbs a path')
      expectSuccess(await enrol(), 'an enrolment with the right code, behind wrong ones')
    },
  },
  {
    id: 'enrolment/public-keys-only',
    clause: 'PLT-2',
    run: async (context) => {
      const { id, enrol } = await invited(context)
      const key = generateKey(id)
      const wrong: readonly (readonly [string, unknown])[] = [
        ['a private key', exportPrivateJwk(key)],
        ['a key of another kind', { kty: 'RSA', n: 'AQAB', e: 'AQAB' }],
        ['a key that is too short', { ...exportPublicJwk(key), x: 'AQAB' }],
        ['no key', null],
      ]
      for (const [what, publicKey] of wrong) {
        expectRefused(await enrol({ publicKey }), ['KEY_INVALID'], `an enrolment with ${what}`)
      }
      expectSuccess(await enrol({ key }), 'an enrolment with a public key, behind wrong ones')
    },
  },
  {
    id: 'enrolment/expired',
    clause: 'PLT-2',
    level: 'standard',
    run: async (context) => {
      if (context.shiftClock === undefined) {
        context.note({
          zh: '已到期的登记码：无法调整平台的时钟',
          en: 'enrolment codes that have expired: the clock of the platform cannot be set',
        })
        return
      }
      const { enrol } = await invited(context, 1)
      await context.shiftClock(3_600_001)
      expectRefused(await enrol(), invalid, 'an enrolment an hour later, with a code that held an hour')
    },
  },
  {
    id: 'enrolment/new-key',
    clause: 'PLT-2',
    level: 'standard',
    run: async (context) => {
      const { id, enrol } = await invited(context)
      const [old, fresh] = [generateKey(id), generateKey(id)]
      expectSuccess(await enrol({ key: old }), 'an enrolment')
      const by = await context.administrator.enrolmentCode({ kind: 'system', id, title: id })
      expectSuccess(await enrol({ key: fresh, by }), 'an enrolment with a new code and a new key')
      expectSuccess(await speak(context, id, fresh), 'a request signed with the new key')
      const spoken = await speak(context, id, old)
      expectThat(spoken.status === 401, `the key that was replaced still holds: ${told(spoken)}`)
    },
  },
]
