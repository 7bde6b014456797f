import { BerthError, errorCatalogue } from '@berth/core'
import { expectThat } from '../../run/expect.ts'
import type { Asked } from '../asking.ts'
import type { DockingCase, DockingContext } from '../case.ts'
import { askable } from '../outline.ts'
import { oneQuestion } from '../questions.ts'
import type { SystemCall } from '../system-calls.ts'

/** What a system may answer with in place of rows, and the code that has to come out. */
const failures: readonly (readonly [SystemCall['call'], () => unknown, string])[] = [
  ['open', () => new BerthError('CONNECT_REFUSED', { host: 'kit', port: 1 }), 'CONNECT_REFUSED'],
  ['lookup', () => new BerthError('CONNECTION_LOST', { call: 'lookup' }), 'CONNECTION_LOST'],
  ['lookup', () => new BerthError('QUERY_FAILED', { call: 'lookup', nativeCode: '-803' }), 'QUERY_FAILED'],
  ['lookup', () => new TypeError('kit: a fault that no connector knows'), 'INTERNAL'],
]

/** What is told of failures. */
export const errorCases: readonly DockingCase[] = [
  {
    id: 'errors/system-fails',
    clause: 'ERR-2',
    needs: 'parameter',
    run: async (context) => {
      let fault: (typeof failures)[number] | undefined
      const trial = await context.start({
        onCall: ({ call }) => {
          if (call === fault?.[0]) throw fault[1]()
        },
      })
      for (const resource of askable(context.subject.manifest)) {
        if (resource.provide.parameter.offline === 'replica') continue
        const question = await oneQuestion(context, resource)
        if (question === undefined) continue
        for (const failure of failures) {
          fault = failure
          const [call, , code] = failure
          const asked = await trial.ask({ resource, by: question.by })
          const what = `${resource.id}, while the system answers ${call} with ${code}`
          expectThat(
            asked.status >= 500 && asked.body.code === code,
            `${what}: expected a status of 500 or more and that code, got ${asked.status} ${asked.body.code ?? `with ${asked.body.rows?.length} rows`}`,
          )
          const receipt = (await trial.receipts()).at(-1)
          expectThat(
            receipt?.outcome === 'failed' && receipt.code === code,
            `${what}: its receipt says ${receipt?.outcome} ${receipt?.code ?? ''}`,
          )
        }
        fault = undefined
      }
    },
  },
  {
    id: 'errors/problems',
    clause: 'ERR-3',
    needs: 'parameter',
    run: async (context) => {
      for (const [what, zh, en] of await refusals(context)) {
        expectProblem(what, zh, 'zh')
        expectProblem(what, en, 'en')
        expectThat(
          zh.body.code === en.body.code && zh.body.message !== en.body.message,
          `${what}: the problem in Chinese is that in English`,
        )
      }
    },
  },
]

/** Refusals of several kinds, each in both languages. */
async function refusals(context: DockingContext): Promise<(readonly [string, Asked, Asked])[]> {
  const trial = await context.start()
  const found: (readonly [string, Asked, Asked])[] = []
  const twice = async (what: string, ask: (headers: Record<string, string>) => Promise<Asked>): Promise<void> => {
    const zh = await ask({ 'accept-language': 'zh-CN' })
    found.push([what, zh, await ask({ 'accept-language': 'en' })])
  }
  await twice('an address that is not there', (headers) => trial.send({ path: '/kit', body: '{}' }, { headers }))
  for (const resource of askable(context.subject.manifest)) {
    const question = await oneQuestion(context, resource)
    if (question === undefined) continue
    const { by } = question
    const asked = { resource, by }
    const { id } = resource
    await twice(`${id} without a signature`, (headers) =>
      trial.ask(asked, { headers: { ...headers, 'berth-signature': '' } }),
    )
    await twice(`${id} without a grant`, (headers) => trial.ask(asked, { headers: { ...headers, 'berth-grant': '' } }))
    await twice(`${id} with a grant for another purpose`, (headers) =>
      trial.ask(asked, { headers, grant: { purpose: 'kit' } }),
    )
    await twice(`${id} by nothing`, (headers) => trial.ask({ resource, by: {} }, { headers }))
    await twice(`${id} with nothing granted`, (headers) => trial.ask({ ...asked, items: [] }, { headers }))
  }
  return found
}

function expectProblem(what: string, { status, headers, body }: Asked, language: 'zh' | 'en'): void {
  const type = headers['content-type'] ?? ''
  expectThat(status >= 400, `${what}: expected a refusal, got ${status}`)
  expectThat(
    type.startsWith('application/problem+json'),
    `${what}: the refusal is ${type || 'nothing'}, and no problem+json`,
  )
  expectThat(
    body.code !== undefined && body.code in errorCatalogue,
    `${what}: the problem has no code of the catalogue`,
  )
  for (const member of ['origin', 'action', 'message', 'next'] as const) {
    const text = body[member] ?? ''
    expectThat(
      text !== '' && !/\{\w+\}/.test(text),
      `${what}: ${member} of ${body.code} is ${text === '' ? 'empty' : `left with a blank, "${text}"`}`,
    )
  }
  const chinese = /[\u4e00-\u9fff]/.test(body.message ?? '')
  expectThat(
    chinese === (language === 'zh'),
    `${what}: asked for ${language}, and ${body.code} is told in another language`,
  )
}
