import { isDeepStrictEqual } from 'node:util'
import { grades } from '@berth/core'
import { expectThat } from '../../run/expect.ts'
import type { Asked } from '../asking.ts'
import { lookupPath } from '../asking.ts'
import type { DockingCase, DockingContext, Trial } from '../case.ts'
import { askable, type ResourceOutline } from '../outline.ts'
import { type FittingQuestion, fittingQuestions, oneQuestion } from '../questions.ts'

/** How many questions are asked at once. */
const together = 8

/** Questions by parameter. */
export const questionCases: readonly DockingCase[] = [
  {
    id: 'questions/wrong-parameters',
    clause: 'LKP-2',
    needs: 'parameter',
    run: async (context) => {
      const trial = await context.start()
      for (const resource of askable(context.subject.manifest)) await expectWrongRefused(context, trial, resource)
    },
  },
  {
    id: 'questions/limit',
    clause: 'LKP-5',
    needs: 'parameter',
    run: async (context) => {
      const trial = await context.start()
      let exceeded = 0
      for (const resource of askable(context.subject.manifest)) {
        const { limit } = resource.provide.parameter
        for (const { by, found } of await fittingQuestions(context, resource, 12)) {
          const { status, body } = await trial.ask({ resource, by })
          if (status !== 200) continue
          const rows = body.rows?.length ?? 0
          const asked = `${resource.id} by ${Object.keys(by).join('+')}`
          expectThat(rows <= limit, `${asked}: an answer has ${rows} rows, and the limit is ${limit}`)
          if (found <= limit) continue
          exceeded += 1
          expectThat(
            body.more === true,
            `${asked}: the source has more than ${limit} rows, and the answer does not say so`,
          )
        }
        for (const { call, request } of trial.calls.splice(0)) {
          const asked = call === 'lookup' ? limitOf(request) : limit
          expectThat(
            asked <= limit + 1,
            `${resource.id}: the system is asked for ${asked} rows, and the limit is ${limit}`,
          )
        }
      }
      if (exceeded === 0)
        context.note({
          zh: '超过上限的应答：样本中没有行数这么多的值',
          en: 'answers beyond the limit: no values of the sample have so many rows',
        })
    },
  },
  {
    id: 'questions/together',
    clause: 'LKP-6',
    needs: 'parameter',
    run: async (context) => {
      const { ask } = await context.start()
      for (const resource of askable(context.subject.manifest)) {
        const questions = await fittingQuestions(context, resource, together)
        const mixed = questions.slice(0, together).map(({ by }, index) => ({
          resource,
          by,
          clearance: grades[grades.length - 1 - (index % 2)] ?? 'core',
          items: resource.items.filter((item, place) => item.id in by || (place + index) % 2 === 0).map(({ id }) => id),
        }))
        const alone: Asked[] = []
        for (const question of mixed) alone.push(await ask(question))
        const beside = await Promise.all(mixed.map((question) => ask(question)))
        for (const [index, question] of mixed.entries()) {
          expectThat(
            isDeepStrictEqual(answered(beside[index]), answered(alone[index])),
            `${resource.id} by ${Object.keys(question.by).join('+')}: asked beside ${mixed.length - 1} others it is answered otherwise than alone`,
          )
        }
      }
    },
  },
  {
    id: 'questions/answers',
    clause: 'LKP-6',
    needs: 'parameter',
    run: async (context) => {
      const { ask } = await context.start()
      for (const resource of askable(context.subject.manifest)) {
        const refused: string[] = []
        const questions = await fittingQuestions(context, resource, 3)
        for (const question of questions) {
          const asked = await ask({ resource, by: question.by })
          const { status, body } = asked
          // A bad row among those asked for is an error for the asker; not every question may find one.
          if (status === 200) expectAnswered(resource, question, asked)
          else refused.push(`${Object.keys(question.by).join('+')}: ${status} ${body.code ?? ''}`)
        }
        const madeUp = questions.every(({ found }) => found === 0)
        if (refused.length < questions.length) continue
        expectThat(madeUp, `${resource.id}: no question is answered (${refused.join('; ')})`)
        context.note({
          zh: `${resource.id} 的应答：用编造的值提问都没有得到应答（${refused.join('; ')}）`,
          en: `answers of ${resource.id}: none of the questions with made-up values is answered (${refused.join('; ')})`,
        })
      }
    },
  },
]

function expectAnswered(resource: ResourceOutline, { by, found }: FittingQuestion, { body }: Asked): void {
  const asked = `${resource.id} by ${Object.keys(by).join('+')}`
  const rows = body.rows?.length ?? 0
  const least = Math.min(found, resource.provide.parameter?.limit ?? 0)
  expectThat(rows >= least, `${asked}: the source has ${found} such rows in its first ones, and the answer has ${rows}`)
  for (const [id, value] of Object.entries(by)) {
    const other = body.rows?.findIndex((row) => id in row && row[id] !== value) ?? -1
    expectThat(other < 0, `${asked}: row ${other + 1} of the answer is of another ${id} than was asked for`)
  }
}

/** What an answer says but for its receipt. */
function answered(asked: Asked | undefined): unknown {
  const { status, body } = asked ?? { status: 0, body: {} }
  const { receipt: _receipt, ...rest } = body
  return { status, rest }
}

function limitOf(request: unknown): number {
  const { limit } = request as { readonly limit?: unknown }
  return typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY
}

async function expectWrongRefused(context: DockingContext, trial: Trial, resource: ResourceOutline): Promise<void> {
  const question = await oneQuestion(context, resource)
  if (question === undefined) return
  const { by } = question
  const [first = ''] = Object.keys(by)
  const purpose = resource.sharing.purposes[0] ?? 'conformance'
  const wrong: readonly (readonly [string, string])[] = [
    ['no value', JSON.stringify({ purpose, by: {} })],
    ['an unknown parameter besides', JSON.stringify({ purpose, by: { ...by, kitUnknown: 'x' } })],
    ['an unknown parameter alone', JSON.stringify({ purpose, by: { kitUnknown: 'x' } })],
    ['null', JSON.stringify({ purpose, by: { ...by, [first]: null } })],
    ['an object as a value', JSON.stringify({ purpose, by: { ...by, [first]: { $ne: '' } } })],
    ['a list as a value', JSON.stringify({ purpose, by: { ...by, [first]: [by[first]] } })],
    ['a list of values', JSON.stringify({ purpose, by: [by] })],
    ['no purpose', JSON.stringify({ by })],
    ['an unknown member besides', JSON.stringify({ purpose, by, limit: 1_000_000 })],
    ['a body that is no JSON', `{"purpose": "${purpose}", "by": {`],
  ]
  for (const [what, body] of wrong) {
    const before = trial.calls.length
    const { status, body: told } = await trial.ask({ resource, by }, { body })
    const refused = status >= 400 && status < 500 && told.code?.startsWith('PARAMETER_') === true
    expectThat(
      refused,
      `${lookupPath(resource.id)} with ${what}: expected a refusal with a PARAMETER_ code, got ${status} ${told.code ?? ''}`,
    )
    expectThat(
      trial.calls.length === before,
      `${lookupPath(resource.id)} with ${what}: the system was asked (${trial.calls.at(-1)?.call}) before the question was refused`,
    )
  }
}
