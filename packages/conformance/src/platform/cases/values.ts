import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectSuccess, textOf } from '../answers.ts'
import type { PlatformCase } from '../case.ts'
import { purposes } from '../publication.ts'
import { agentProblem, jsonReply, lookupDocument, problemHeaders } from '../replies.ts'
import type { PlatformAnswer } from '../wire.ts'

function expectAbsent(texts: readonly string[], planted: Readonly<Record<string, string>>, where: string): void {
  for (const [what, canary] of Object.entries(planted)) {
    expectThat(!texts.some((text) => text.includes(canary)), `${where}: ${what} stands there`)
  }
}

/** Values of the data and secrets, planted and looked for. */
export const valueCases: readonly PlatformCase[] = [
  {
    id: 'values/refusals',
    clause: 'PLT-16',
    run: async (context) => {
      const [docked, consumer] = [await context.docked(), await context.consumer()]
      await context.grant(docked, consumer)
      const value = context.canary()
      const answers: PlatformAnswer[] = [
        await docked.deliver('full', 1, `{"personId":"${value}","salary":1}\n`),
        await docked.deliver('full', 1, `{"personId":"${value}"`),
        await docked.deliver('full', 2, `{"personId":"${value}"}\n`),
        await context.ask(docked, consumer, { values: { personId: value }, purpose: purposes[1] }),
        await context.ask(docked, consumer, { values: { personId: { [value]: value } } }),
        await context.ask(docked, consumer, { body: `{"purpose":"${purposes[0]}","by":{"personId":"${value}"` }),
        await context.submit(docked, consumer, context.freshName('key'), { values: { reason: value } }),
      ]
      const replies = [
        jsonReply(503, { ...agentProblem, detail2: value, rows: [value] }, problemHeaders),
        jsonReply(200, { ...lookupDocument('x', []), [value]: value }),
        { status: 500, body: `<p>${value}</p>` },
      ]
      for (const reply of replies) {
        docked.agent.answering = () => reply
        answers.push(await context.ask(docked, consumer, { values: { personId: value } }))
      }
      expectEqual(answers.filter(({ status }) => status < 400).length, 0, 'how many of ten wrong requests succeeded')
      expectAbsent(answers.map(textOf), { 'a value of the data': value }, 'a refusal')
    },
  },
  {
    id: 'values/receipts',
    clause: 'PLT-16',
    run: async (context) => {
      const [docked, consumer] = [await context.docked(), await context.consumer()]
      const resource = `${docked.system.id}/${docked.resource}`
      const planted = {
        'a value of a row': context.canary(),
        'a value of a question': context.canary(),
        'an idempotency key': context.canary(),
      }
      const [row, question, key] = Object.values(planted) as [string, string, string]
      const { token } = await context.grant(docked, consumer)
      const first = expectSuccess(await docked.deliver('full', 1, `{"personId":"${row}"}\n`), 'a batch')
      docked.agent.answering = () => jsonReply(200, lookupDocument(resource, [{ personId: row, name: row }]))
      expectSuccess(await context.ask(docked, consumer, { values: { personId: question } }), 'a question')
      await context.submit(docked, consumer, key, { values: { reason: question } })
      const { number } = first['receipt'] as { readonly number: number }
      const receipts = await context.administrator.receiptsAfter(number - 1)
      expectEqual(
        receipts.filter((receipt) => receipt.resource === resource).length,
        2,
        'receipts of a batch and a question',
      )
      expectAbsent([JSON.stringify(receipts)], { ...planted, "a grant's token": token }, 'the receipts')
    },
  },
  {
    id: 'values/listings',
    clause: 'PLT-16',
    run: async (context) => {
      const [docked, consumer] = [await context.docked(), await context.consumer()]
      const value = context.canary()
      const id = context.freshName('system')
      const code = await context.administrator.enrolmentCode({ kind: 'system', id, title: id })
      const { token } = await context.grant(docked, consumer)
      expectSuccess(await docked.deliver('full', 1, `{"personId":"${value}"}\n`), 'a batch')
      const paths = [
        '/api/catalogue?limit=1000',
        `/api/catalogue/${docked.system.id}/${docked.resource}`,
        '/',
        '/receipts',
        '/health',
      ]
      const answers = await Promise.all(paths.map((path) => context.send({ path })))
      const listed = await context.administrator.call('GET', '/api/admin/grants')
      const planted = { 'a value of the data': value, "a grant's token": token, 'an enrolment code': code }
      for (const [index, path] of [...paths, '/api/admin/grants'].entries()) {
        expectAbsent([textOf(answers[index] ?? listed)], planted, path)
      }
    },
  },
]
