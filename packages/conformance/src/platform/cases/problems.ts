import { type ErrorCode, errorCatalogue } from '@berth/core'
import { expectEqual, expectThat } from '../../run/expect.ts'
import { documentOf, told } from '../answers.ts'
import type { PlatformCase, PlatformCaseContext } from '../case.ts'
import type { PlatformAnswer } from '../wire.ts'

/** Refusals of many kinds, in one language. */
async function refusals(context: PlatformCaseContext, language: string): Promise<PlatformAnswer[]> {
  const [docked, consumer] = [await context.docked(), await context.consumer()]
  const headers = { 'accept-language': language }
  return [
    await context.send({ path: '/api/catalogue?limit=0', headers }),
    await context.send({ path: `/api/catalogue/${docked.system.id}/nothing`, headers }),
    await context.send({ path: '/api/kit-nowhere', headers }),
    await context.send({ method: 'POST', path: '/api/enrol', body: Buffer.from('{'), headers }),
    await context.ask(docked, consumer, { headers }),
    await context.ask(docked, consumer, { headers, signature: null }),
    await docked.system.send('PUT', `/api/catalogue/${docked.system.id}`, {}, { headers }),
    await docked.system.send('PUT', `/api/exchange/${docked.system.id}/${docked.resource}/s/1`, 'x', {
      headers: { ...headers, 'berth-rows': '1' },
    }),
  ]
}

function expectProblem(answer: PlatformAnswer, language: 'zh' | 'en'): void {
  const what = `the refusal ${told(answer)}`
  const type = answer.headers['content-type'] ?? ''
  expectThat(
    type.startsWith('application/problem+json'),
    `${what} is typed ${type || 'nothing'}, not application/problem+json`,
  )
  const problem = documentOf(answer, what)
  for (const member of ['code', 'origin', 'action', 'message', 'next']) {
    const value = problem[member]
    expectThat(typeof value === 'string' && value !== '', `${what} has no "${member}"`)
  }
  const definition = errorCatalogue[problem['code'] as ErrorCode]
  expectThat(definition !== undefined, `${what}: there is no such code in the catalogue of errors`)
  expectEqual(
    [answer.status, problem['origin'], problem['action']],
    [definition.status, definition.origin, definition.action],
    `status, origin and action of ${what}`,
  )
  const next = String(problem['next'])
  const text = String(problem['message']) + next
  expectThat(!/\{\w+\}/.test(text), `${what} leaves a blank in its text: ${text}`)
  expectEqual(
    /[\u4e00-\u9fff]/.test(next),
    language === 'zh',
    `whether ${what} tells the next step in Chinese, asked for ${language}`,
  )
}

/** How refusals are told. */
export const problemCases: readonly PlatformCase[] = [
  {
    id: 'problems/chinese',
    clause: 'PLT-17',
    run: async (context) => {
      for (const answer of await refusals(context, 'zh-CN,zh;q=0.9,en;q=0.5')) expectProblem(answer, 'zh')
    },
  },
  {
    id: 'problems/english',
    clause: 'PLT-17',
    run: async (context) => {
      for (const answer of await refusals(context, 'fr,en;q=0.8,zh;q=0.1')) expectProblem(answer, 'en')
    },
  },
]
