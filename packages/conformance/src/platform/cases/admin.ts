import { expectEqual } from '../../run/expect.ts'
import { expectRefused, expectSuccess, textOf } from '../answers.ts'
import type { PlatformCase } from '../case.ts'

const calls: readonly (readonly [method: string, path: string, content?: unknown])[] = [
  ['GET', '/api/receipts'],
  ['GET', '/api/admin/grants'],
  ['POST', '/api/admin/grants', {}],
  ['DELETE', '/api/admin/grants/kit-no-such-grant'],
  ['POST', '/api/admin/enrolment-codes', { kind: 'system', id: 'kit-sneaked', title: 'x' }],
]

/** The administrator's calls. */
export const adminCases: readonly PlatformCase[] = [
  {
    id: 'admin/token',
    clause: 'PLT-15',
    run: async ({ administrator }) => {
      for (const [method, path, content] of calls) {
        const bodies = new Set<string>()
        for (const authorization of [null, 'Bearer ', 'Bearer wrong', 'Basic YTpi', `Bearer ${'x'.repeat(43)}`]) {
          const answer = await administrator.call(method, path, content, authorization)
          const what = `${method} ${path} with ${authorization === null ? 'no token' : JSON.stringify(authorization)}`
          expectRefused(answer, ['ADMINISTRATOR_REQUIRED'], what)
          bodies.add(`${answer.status} ${textOf(answer)}`)
        }
        expectEqual(
          bodies.size,
          1,
          `how many different refusals ${method} ${path} has for a missing and for wrong tokens`,
        )
      }
      expectSuccess(
        await administrator.call('GET', '/api/admin/grants'),
        "the list of grants, with the administrator's token",
      )
    },
  },
  {
    id: 'admin/parties',
    clause: 'PLT-15',
    run: async (context) => {
      for (const party of [await context.system(), await context.consumer()]) {
        for (const [method, path, content] of calls) {
          const answer = await party.send(method, path, content ?? '')
          expectRefused(answer, ['ADMINISTRATOR_REQUIRED'], `${method} ${path}, signed by a ${party.kind}`)
        }
      }
    },
  },
  {
    id: 'admin/members',
    clause: 'PLT-15',
    run: async (context) => {
      const id = context.freshName('system')
      const good = { kind: 'system', id, title: id }
      const wrong: readonly (readonly [string, object, string])[] = [
        ['a member that nobody knows', { ...good, admin: true }, 'PARAMETER_UNKNOWN'],
        ['a kind that is none', { ...good, kind: 'administrator' }, 'PARAMETER_INVALID'],
        ['an id that climbs a path', { ...good, id: '../x' }, 'PARAMETER_INVALID'],
        ['no title', { kind: 'system', id }, 'PARAMETER_INVALID'],
        ['a clearance that is none', { ...good, kind: 'consumer', clearance: 'all' }, 'PARAMETER_INVALID'],
        ['hours that are none', { ...good, hours: -1 }, 'PARAMETER_INVALID'],
      ]
      for (const [what, content, code] of wrong) {
        const answer = await context.administrator.call('POST', '/api/admin/enrolment-codes', content)
        expectRefused(answer, [code], `an enrolment code with ${what}`)
      }
      const [platform] = await context.keys()
      const own = { ...good, id: platform?.id ?? '' }
      const answer = await context.administrator.call('POST', '/api/admin/enrolment-codes', own)
      expectRefused(answer, ['PARAMETER_INVALID'], "an enrolment code for the platform's own id")
    },
  },
]
