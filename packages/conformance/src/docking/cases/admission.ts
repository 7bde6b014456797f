import { generateKey, issueGrant } from '@berth/trust'
import { expectThat } from '../../run/expect.ts'
import { type Ask, type Asked, grantFor, lookupPath, purposeOf, type Question, sent } from '../asking.ts'
import type { DockingCase, DockingContext, Trial } from '../case.ts'
import { askable } from '../outline.ts'
import { oneQuestion } from '../questions.ts'

/** Requests and grants that do not hold. */
export const admissionCases: readonly DockingCase[] = [
  {
    id: 'admission/signatures',
    clause: 'SEC-5',
    needs: 'parameter',
    run: async (context) => {
      const stranger = generateKey('kit-stranger')
      const namesake = generateKey(context.platform.id)
      const minute = 60_000
      await eachRefused(context, async (trial, question) => [
        ['a platform that is not known', await trial.ask(question, { key: stranger }), ['SIGNATURE_INVALID']],
        ["another key under the platform's name", await trial.ask(question, { key: namesake }), ['SIGNATURE_INVALID']],
        ['a signature for another body', await trial.ask(question, { signed: { body: '{}' } }), ['SIGNATURE_INVALID']],
        [
          'a signature for another address',
          await trial.ask(question, { signed: { path: lookupPath('kit') } }),
          ['SIGNATURE_INVALID'],
        ],
        ['no signature', await trial.ask(question, { headers: { 'berth-signature': '' } }), ['SIGNATURE_MISSING']],
        ['a signature of ten minutes ago', await trial.ask(question, { at: Date.now() - 10 * minute }), ['CLOCK_SKEW']],
        ['a signature of in ten minutes', await trial.ask(question, { at: Date.now() + 10 * minute }), ['CLOCK_SKEW']],
      ])
    },
  },
  {
    id: 'admission/contract-version',
    clause: 'VER-1',
    needs: 'parameter',
    run: async (context) => {
      await eachRefused(context, async (trial, question) => {
        const tried: Refused[] = []
        for (const version of ['2', '0', '1.0', 'x']) {
          const asked = await trial.ask(question, { headers: { 'berth-contract': version } })
          tried.push([`version ${version} of the contract`, asked, ['PROTOCOL_VERSION_UNSUPPORTED']])
        }
        const known = await trial.ask(question, { headers: { 'berth-contract': '1' }, grant: { purpose: 'kit-other' } })
        return [...tried, ['version 1 of the contract, and a grant for another purpose', known, ['PURPOSE_MISMATCH']]]
      })
    },
  },
  {
    id: 'admission/replayed',
    clause: 'SEC-5',
    needs: 'parameter',
    run: async (context) => {
      await eachRefused(context, async (trial, question) => {
        const { request } = await trial.ask(question)
        trial.calls.length = 0
        const again = await sent(trial.running, request)
        return [['the same signed request a second time', again, ['REQUEST_REPLAYED']]]
      })
    },
  },
  {
    id: 'admission/grants',
    clause: 'SEC-6',
    needs: 'parameter',
    run: async (context) => {
      const { id } = context.subject.manifest.system
      const now = Date.now()
      const hour = 3_600_000
      const past = { issuedAt: now - 2 * hour, notBefore: now - 2 * hour, expiresAt: now - hour }
      const future = { issuedAt: now, notBefore: now + hour, expiresAt: now + 2 * hour }
      await eachRefused(context, async (trial, question) => {
        const refused = async (what: string, settings: Ask, codes: readonly string[]): Promise<Refused> => [
          what,
          await trial.ask(question, settings),
          codes,
        ]
        return [
          await refused('no grant', { headers: { 'berth-grant': '' } }, ['GRANT_MISSING']),
          await refused('what is no grant', { headers: { 'berth-grant': 'a.b.c' } }, ['GRANT_INVALID']),
          await refused('a grant that another signed', { grantKey: generateKey(context.platform.id) }, [
            'GRANT_INVALID',
          ]),
          await refused('a grant that has ended', { grant: past }, ['GRANT_EXPIRED']),
          await refused('a grant that has not begun', { grant: future }, ['GRANT_INVALID']),
          await refused('a grant for another system', { grant: { system: 'kit.other' } }, ['GRANT_FOREIGN']),
          await refused('a grant for another resource', { grant: { resource: `${id}/kit-other` } }, ['GRANT_FOREIGN']),
          await refused('a grant for another purpose', { grant: { purpose: 'kit-other' } }, ['PURPOSE_MISMATCH']),
        ]
      })
    },
  },
  {
    id: 'admission/purposes',
    clause: 'SEC-6',
    needs: 'parameter',
    run: async (context) => {
      const open = askable(context.subject.manifest).filter(({ sharing }) => sharing.purposes.length === 0)
      for (const { id } of open)
        context.note({
          zh: `${id} 不允许的用途：它没有写明用途`,
          en: `a purpose that ${id} does not admit: it names none`,
        })
      await eachRefused(context, async (trial, question) => {
        if (question.resource.sharing.purposes.length === 0) return []
        const asked = await trial.ask({ ...question, purpose: 'kit-other' })
        return [['a purpose that the resource does not admit, with a grant for it', asked, ['PURPOSE_MISMATCH']]]
      })
    },
  },
  {
    id: 'admission/grant-ends',
    clause: 'SEC-6',
    needs: 'parameter',
    run: async (context) => {
      const [resource] = askable(context.subject.manifest)
      const question = resource === undefined ? undefined : await oneQuestion(context, resource)
      if (resource === undefined || question === undefined) return
      const { platform, subject } = context
      const trial = await context.start()
      const asking: Question = { resource, by: question.by }
      const expiresAt = Math.ceil((Date.now() + 200) / 1000) * 1000
      const items = resource.items.map(({ id }) => id)
      const terms = { ...grantFor(subject.manifest.system.id, resource.id, purposeOf(asking)), items, expiresAt }
      const token = issueGrant(platform, { ...terms, clearance: 'core' })
      const askAgain = async (): Promise<string | undefined> => {
        // The same token each time: what was verified once must still end.
        const { body } = await trial.ask(asking, { headers: { 'berth-grant': token } })
        return body.code
      }
      const first = await askAgain()
      expectThat(first !== 'GRANT_EXPIRED', `${resource.id}: a grant is taken for ended before its time`)
      while (Date.now() < expiresAt) await askAgain()
      const last = await askAgain()
      expectThat(last === 'GRANT_EXPIRED', `${resource.id}: a grant that was in use is still taken behind its end`)
    },
  },
]

type Refused = readonly [what: string, asked: Asked, codes: readonly string[]]

/** Each resource is asked in ways that must be refused, with one of the codes, before its system is touched. */
async function eachRefused(
  context: DockingContext,
  asked: (trial: Trial, question: Question) => Promise<readonly Refused[]>,
): Promise<void> {
  const trial = await context.start()
  for (const resource of askable(context.subject.manifest)) {
    const question = await oneQuestion(context, resource)
    if (question === undefined) continue
    trial.calls.length = 0
    const tried = await asked(trial, { resource, by: question.by })
    for (const [what, { status, body }, codes] of tried) {
      expectThat(
        status >= 400 && status < 500 && codes.includes(body.code ?? ''),
        `${lookupPath(resource.id)} with ${what}: expected ${codes.join(' or ')}, got ${status} ${body.code ?? ''}`,
      )
    }
    expectThat(trial.calls.length === 0, `${lookupPath(resource.id)}: the system was asked for what was then refused`)
  }
}
